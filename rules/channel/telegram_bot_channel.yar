rule telegram_bot_channel
{
    meta:
        id = "MK-CHN-0003"
        author = "Meerkat"
        description = "Holds the full token of a Telegram bot and sends to it: data goes to whoever owns the bot"
        behaviour = "channel"
        points = "5.0"
        group = "telegram-bot"
        scope = "any"
        filetypes = "any"
        attack = "T1567"
        reference = "https://attack.mitre.org/techniques/T1567/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Docs and tests of bot libraries with old tokens"
    strings:
        $url = /\/bot\d{8,10}:[\w-]{34,36}/
        $token = /['"=:\s]\d{8,10}:AA[\w-]{33}['"\s\/]/
    condition:
        any of them
}
