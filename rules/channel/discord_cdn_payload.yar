rule discord_cdn_payload
{
    meta:
        id = "MK-CHN-0010"
        author = "Meerkat"
        description = "Fetches an attachment from the Discord content host: free hosting for payloads"
        behaviour = "channel"
        points = "4.0"
        group = "discord-cdn-payload"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Avatars and icons in bots"
    strings:
        $url = /(cdn|media)\.discord(app)?\.(com|net|example\.invalid)\/attachments\/\d{15,20}\/\d{15,20}\/[^\s'"]{1,100}/
        $net_1 = "Invoke-WebRequest"
        $net_2 = "Popen"
        $net_3 = "WebClient"
        $net_4 = "curl"
        $net_5 = "os.system"
        $net_6 = "requests"
        $net_7 = "urlopen"
        $net_8 = "urlretrieve"
        $net_9 = "wget"
        $picture = /attachments\/\d{15,20}\/\d{15,20}\/[^\s'"?]{1,100}(\.png|\.jpeg|\.jpg|\.gif|\.webp|\.mp4)/
    condition:
        $url and any of ($net_*) and not $picture
}
