rule roblox_cookie_taken
{
    meta:
        id = "MK-THF-0018"
        author = "Meerkat"
        description = "Searches for the Roblox session cookie and has a way to send it"
        behaviour = "theft"
        points = "3.5"
        group = "roblox-cookie-taken"
        scope = "any"
        filetypes = "any"
        attack = "T1539"
        reference = "https://attack.mitre.org/techniques/T1539/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "API wrappers take the cookie from the user"
    strings:
        $cookie = ".ROBLOSECURITY"
        $warn = "DO-NOT-SHARE-THIS"
        $sink1 = "/api/webhooks/"
        $sink2_1 = "httpx.post("
        $sink2_2 = "requests.post("
        $sink2_3 = "session.post("
        $sink3 = "Webhook("
        $read1 = "browser_cookie3"
        $read2 = "browsercookie"
        $read3 = "leveldb"
        $read4 = /SOFTWARE\\{1,2}Roblox/ nocase
        $read5 = "RobloxStudioBrowser"
    condition:
        ($cookie or $warn) and any of ($sink*) and any of ($read*)
}
