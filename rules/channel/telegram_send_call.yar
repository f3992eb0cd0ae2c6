rule telegram_send_call
{
    meta:
        id = "MK-CHN-0004"
        author = "Meerkat"
        description = "Sends messages or files through the Telegram bot interface without a library"
        behaviour = "channel"
        points = "1.5"
        group = "telegram-send-call"
        scope = "any"
        filetypes = "any"
        attack = "T1567"
        reference = "https://attack.mitre.org/techniques/T1567/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Alert scripts, training-progress notifiers"
    strings:
        $api = "api.telegram.org/bot"
        $send_1 = "sendDocument"
        $send_2 = "sendMediaGroup"
        $send_3 = "sendMessage"
        $send_4 = "sendPhoto"
        $send_5 = "sendVideo"
        $send_6 = "sendVoice"
        $getupdates = "getUpdates"
    condition:
        $api and (any of ($send_*) or $getupdates)
}
