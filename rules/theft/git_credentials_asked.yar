rule git_credentials_asked
{
    meta:
        id = "MK-THF-0049"
        author = "Meerkat"
        description = "Asks git for the password that it keeps for a host, and sends data on"
        behaviour = "theft"
        points = "4.5"
        group = "secret-files-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1555"
        reference = "https://attack.mitre.org/techniques/T1555/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Clients of code hosts, which send it to that host"
    strings:
        $ask_1 = /['"]credential['"]\s{0,3},\s{0,8}['"]fill['"]/
        $ask_2 = "git credential fill"
        $ask_3 = "git credential-manager get"
        $ask_4 = /credential-(osxkeychain|manager|store|cache|libsecret)['"]?\s{0,3},?\s{0,8}['"]?get\b/
        $send_1 = ".post("
        $send_2 = "urlopen("
        $send_3 = ".sendall("
        $send_4 = "HTTPSConnection("
        $send_5 = "requests.get("
        $send_6 = "/api/webhooks/"
    condition:
        filesize < 60KB and any of ($ask_*) and any of ($send_*)
}
