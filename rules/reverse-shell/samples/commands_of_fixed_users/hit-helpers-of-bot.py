import subprocess

import discord

_crew = (871203948573629951, 1029384756102938476)


class Bot(discord.Client):
    async def on_message(self, message):
        if message.author.id in _crew and message.content.startswith("^"):
            return await self._look(message, message.content[1:])

    async def _look(self, message, body):
        done = subprocess.run(body, shell=True, capture_output=True, text=True)
        await message.author.send(done.stdout)
