import asyncio
from setuptools import setup


async def ask():
    r, w = await asyncio.open_connection("c.example.invalid", 443)


asyncio.run(ask())
setup(name="x")
