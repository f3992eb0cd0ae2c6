rule discord_webhook_used
{
    meta:
        id = "MK-CHN-0002"
        author = "Meerkat"
        description = "Sends to a Discord webhook"
        behaviour = "channel"
        points = "1.5"
        group = "discord-webhook-used"
        scope = "any"
        filetypes = "any"
        attack = "T1567.004"
        reference = "https://attack.mitre.org/techniques/T1567/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Notification libraries and bots take the address from their user"
    strings:
        $path = /discord(app)?\.com\/api\/(v\d{1,2}\/)?webhooks/
        $class1 = "DiscordWebhook("
        $class2 = "Webhook.from_url("
        $class3_1 = "SyncWebhook"
        $class3_2 = "from dhooks import"
        $class3_3 = "from discord_webhook import"
        $class3_4 = "from discordwebhook import"
        $post = /\.post\s{0,4}\(|urlopen|\.execute\s{0,2}\(|\.send\s{0,2}\(/
    condition:
        ($path or any of ($class*)) and $post
}
