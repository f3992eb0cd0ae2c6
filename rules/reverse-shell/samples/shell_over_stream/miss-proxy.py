import asyncio


async def pipe(host, port, writer):
    r, w = await asyncio.open_connection(host, port)
    while data := await r.read(4096):
        writer.write(data)
