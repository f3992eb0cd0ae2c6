rule discord_webhook
{
    meta:
        id = "MK-CHN-0001"
        author = "Meerkat"
        description = "Holds the full address of a Discord webhook: data sent there reaches a stranger at once"
        behaviour = "channel"
        points = "4.5"
        group = "discord-webhook"
        scope = "any"
        filetypes = "any"
        attack = "T1567.004"
        reference = "https://attack.mitre.org/techniques/T1567/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "A leaked webhook of the author in an honest alert script"
    strings:
        $url = /\/api\/(v\d{1,2}\/)?webhooks\/\d{16,20}\/[\w-]{58,80}/
        $b64_https = "L2FwaS93ZWJob29rcy8"
        $b64_2 = "9hcGkvd2ViaG9va3Mv"
        $b64_3 = "vYXBpL3dlYmhvb2tz"
    condition:
        any of them
}
