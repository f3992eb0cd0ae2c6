from discord_webhook import DiscordWebhook
DiscordWebhook(url=u, content="x").execute()
