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
        $rookie_1 = "rookiepy.brave("
        $rookie_2 = "rookiepy.chrome("
        $rookie_3 = "rookiepy.edge("
        $rookie_4 = "rookiepy.firefox("
        $rookie_5 = "rookiepy.load("
        $roblosec = ".ROBLOSECURITY"
        $as = /import\s{1,4}(browser_?cookie3?|rookiepy)\s{1,4}as\s/
        $as_from = /from\s{1,4}(browser_?cookie3?|rookiepy|pycookiecheat)\s{1,4}import\s/
        $sink8 = ".post("
        $sink9 = "urlopen("
        $sink1 = "/api/webhooks/"
        $sink2_1 = "httpx.post("
        $sink2_2 = "requests.post("
        $sink3 = "DiscordWebhook("
        $sink4 = "Webhook.from_url("
        $sink5 = "dhooks" fullword
        $sink6 = "api.telegram.org"
        $sink7 = "discordwebhook" fullword
    condition:
        (filesize < 300KB and ($bc3 or any of ($rookie_*)) and ($roblosec or any of ($sink1, $sink2*, $sink3, $sink4, $sink5, $sink6, $sink7)))
        or (filesize < 8KB and ($bc3 or any of ($rookie_*) or any of ($as*)) and ($sink8 or $sink9))
}
