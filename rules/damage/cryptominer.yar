rule cryptominer
{
    meta:
        id = "MK-DMG-0001"
        author = "Meerkat"
        description = "Runs a coin miner on the machine of others"
        behaviour = "damage"
        points = "5.0"
        group = "cryptominer"
        scope = "any"
        filetypes = "any"
        attack = "T1496"
        reference = "https://attack.mitre.org/techniques/T1496/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Mining software sold as such; block lists"
    strings:
        $stratum = /stratum(\+(tcp|ssl|tls))?:\/\//
        $pool = /\b(supportxmr|moneroocean|minexmr|nanopool|2miners|hashvault|c3pool|unmineable|nicehash|f2pool|ethermine|herominers|monerohash|xmrpool|minergate|zpool|duinocoin|duino-coin|rplant)\b[\w.-]{0,20}(\.(com|org|net|pro|stream|ca|xyz))?(:\d{2,5})?/
        $xmrig = /xmrig/i
        $arg1 = "--donate-level"
        $arg2 = "--coin"
        $arg3 = /\brandomx|cryptonight|--algo\b|"algo":/
        $arg4 = "\"pools\""
        $split = /['"]stratum(\+(tcp|ssl|tls))?['"]/
        $run = /Popen|os\.system|subprocess|startfile|exec[lv]/
    condition:
        ($stratum and $run) or ($split and $run and any of ($arg*)) or ($xmrig and ($run or $pool)) or ($pool and any of ($arg*)) or 3 of ($arg*)
}
