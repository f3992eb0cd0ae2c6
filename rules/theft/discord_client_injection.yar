rule discord_client_injection
{
    meta:
        id = "MK-THF-0015"
        author = "Meerkat"
        description = "Rewrites the Discord desktop client so that it reports logins: a stealer that stays"
        behaviour = "theft"
        points = "6.0"
        group = "discord-client-injection"
        scope = "any"
        filetypes = "any"
        attack = "T1554"
        reference = "https://attack.mitre.org/techniques/T1554/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Client mod installers"
    strings:
        $core = "discord_desktop_core"
        $index = "index.js"
        $module = "discord_modules"
        $betterdiscord = /betterdiscord\.asar|BetterDiscord[\\\/]{1,2}data/i
        $kill_1 = "kill" fullword
        $kill_2 = "terminate" fullword
    condition:
        ($core and $index) or ($betterdiscord and ($core or any of ($kill_*))) or ($module and $index)
}
