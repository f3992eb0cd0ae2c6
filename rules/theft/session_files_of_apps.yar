rule session_files_of_apps
{
    meta:
        id = "MK-THF-0016"
        author = "Meerkat"
        description = "Collects the session files of messengers, games and VPN programs: account theft"
        behaviour = "theft"
        points = "3.5"
        group = "session-files-of-apps"
        scope = "any"
        filetypes = "any"
        attack = "T1539"
        reference = "https://attack.mitre.org/techniques/T1539/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Backup tools for games"
    strings:
        $tdata = /Telegram Desktop[\\\/'",\s]{1,8}tdata|[\\\/'"]tdata['"\\]/
        $tg_ids = "D877F783D5D3EF8C"
        $steam = /Steam[\\\/'",\s]{1,8}config|loginusers\.vdf|['"*]ssfn/
        $roblox = ".ROBLOSECURITY"
        $mc = /launcher_(accounts|profiles)\.json|\.minecraft|lunarclient|usercache\.json/
        $epic = /EpicGamesLauncher[\\\/'",\s]{1,8}Saved/
        $uplay = "Ubisoft Game Launcher"
        $riot = /Riot Games[\\\/'",\s]{1,8}Riot Client/
        $filezilla = /FileZilla[\\\/'",\s]{1,8}(recentservers|sitemanager)|recentservers\.xml/
        $winscp = /WinSCP 2[\\\/]{1,2}Sessions|WinSCP\.ini/
        $nord = /NordVPN['"\\]|nordvpn[\\\/]user\.config/i
        $proton = /ProtonVPN['"\\]/
        $openvpn = /OpenVPN Connect[\\\/'",\s]{1,8}profiles/
        $signal = /Signal[\\\/'",\s]{1,8}(sql|config\.json)/
        $whatsapp = "5319275A.WhatsAppDesktop"
        $pidgin = ".purple"
        $thunder = /Thunderbird[\\\/'",\s]{1,8}Profiles/
        $battle = /Battle\.net['"\\]/
        $slack_1 = /(Application Support|\.config|Roaming)[\\\/'",\s]{1,8}Slack/
        $slack_2 = /xox[cd]-/
        $slack_3 = /Local Storage[\\\/'",\s]{1,8}leveldb/
    condition:
        $tg_ids or 3 of them
}
