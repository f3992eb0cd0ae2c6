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
        $net = /requests|urlopen|socks5|socket|curl|aiohttp|httpx/
    condition:
        ($v3 or $v2) and $net
}
