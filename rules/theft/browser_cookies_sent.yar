rule browser_cookies_sent
{
    meta:
        id = "MK-THF-0012"
        author = "Meerkat"
        description = "Reads the cookies of all browsers and has a sink: session theft"
        behaviour = "theft"
        points = "4.0"
        group = "browser-cookies-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1539"
        reference = "https://attack.mitre.org/techniques/T1539/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Downloaders use such cookies to log in, they do not post them"
    strings:
        $bc3 = /browser_?cookie3?\.(chrome|firefox|edge|opera|brave|chromium|load|opera_gx|vivaldi)\s{0,4}\(/
        $rookie = /rookiepy\.(chrome|firefox|edge|load|brave)\s{0,4}\(/
        $roblosec = ".ROBLOSECURITY"
        $sink1 = "/api/webhooks/"
        $sink2 = /\b(requests|httpx)\s{0,2}\.\s{0,2}post\s{0,4}\(/
        $sink3 = "DiscordWebhook("
        $sink4 = "Webhook.from_url("
        $sink5 = "dhooks" fullword
        $sink6 = "api.telegram.org"
        $sink7 = "discordwebhook" fullword
    condition:
        filesize < 300KB and ($bc3 or $rookie) and ($roblosec or any of ($sink*))
}
