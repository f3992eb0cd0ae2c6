rule service_keys_gathered
{
    meta:
        id = "MK-THF-0056"
        author = "Meerkat"
        description = "Goes through the keys that its user has for many services, and packs what it finds to send it"
        behaviour = "theft"
        points = "4.5"
        group = "secret-tokens"
        scope = "any"
        filetypes = "any"
        attack = "T1552.007"
        reference = "https://attack.mitre.org/techniques/T1552/007/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Clients of many services take one key each; doctors tell which are set, not what they are"
    strings:
        $each = /\bfor\s{1,3}(\w{1,20})\s{1,3}in\s{1,3}[\[(]\s{0,20}(['"][A-Z][A-Z0-9_]{1,30}_(API_KEY|TOKEN|API_TOKEN|SECRET|SECRET_KEY|ACCESS_KEY|PAT|PASSWORD)['"],?\s{0,20}){3}/
        $value = /\b(environ\s{0,2}\[\s{0,2}\w{1,20}\s{0,2}\]|environ\.get\(\s{0,2}\w{1,20}\s{0,2}[,)]|getenv\(\s{0,2}\w{1,20}\s{0,2}[,)])/
        $packs = /(\.hex\(\)|b64encode\(|hexlify\(|json\.dumps\(|urlencode\(|compress\()/
        $sends = /\b(requests|httpx|aiohttp|urllib|urlopen|http\.client|socket|session|websockets?)\b/
    condition:
        filesize < 100KB and $sends and for any i in (1..#each) : (
            $value in (@each[i]..@each[i] + 500) and $packs in (@each[i]..@each[i] + 1200)
        )
}
