bot = commands.Bot("!")
@bot.command()
async def ping(ctx):
    await ctx.send("pong")
