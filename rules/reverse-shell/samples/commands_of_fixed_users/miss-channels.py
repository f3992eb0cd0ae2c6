import subprocess

import discord

channels = (871203948573629951, 1029384756102938476)


class Bot(discord.Client):
    async def on_message(self, message):
        if message.author.id == self.own_id or message.channel.id not in channels:
            return
        if message.content == "!version":
            await message.channel.send(subprocess.run(["git", "describe"], capture_output=True, text=True).stdout)
