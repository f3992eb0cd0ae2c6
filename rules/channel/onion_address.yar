rule onion_address
{
    meta:
        id = "MK-CHN-0015"
        author = "Meerkat"
        description = "Talks to a Tor hidden service"
        behaviour = "channel"
        points = "2.0"
        group = "onion-address"
        scope = "any"
        filetypes = "any"
        attack = "T1090.003"
        reference = "https://attack.mitre.org/techniques/T1090/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tor libraries and their docs"
    strings:
        $v3 = /\b[a-z2-7]{56}\.onion\b/
        $v2 = /\b[a-z2-7]{16}\.onion\b/
        $net_1 = "aiohttp"
        $net_2 = "curl"
        $net_3 = "httpx"
        $net_4 = "requests"
        $net_5 = "socket"
        $net_6 = "socks5"
        $net_7 = "urlopen"
    condition:
        ($v3 or $v2) and any of ($net_*)
}
