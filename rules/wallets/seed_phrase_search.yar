rule seed_phrase_search
{
    meta:
        id = "MK-WAL-0007"
        author = "Meerkat"
        description = "Looks for seed phrases or wallet backups among the files of the user"
        behaviour = "wallets"
        points = "2.5"
        group = "seed-phrase-search"
        scope = "any"
        filetypes = "any"
        attack = "T1005"
        reference = "https://attack.mitre.org/techniques/T1005/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $walk1 = "os.walk("
        $walk2 = ".rglob("
        $walk3 = "glob.glob("
        $word1 = /['"][^'"\n]{0,20}(seed ?phrase|mnemonic|recovery ?phrase|wallet\.dat|metamask|phantom|keystore|private ?key)[^'"\n]{0,20}['"]\s{0,4},\s{0,8}['"][^'"\n]{0,20}(seed|mnemonic|recovery|wallet|metamask|phantom|keystore|private|exodus|trezor|ledger)[^'"\n]{0,20}['"]/ nocase
        $sink1_1 = "httpx.post("
        $sink1_2 = "httpx.put("
        $sink1_3 = "requests.post("
        $sink1_4 = "requests.put("
        $sink2 = "/api/webhooks/"
        $sink3 = "sendDocument"
        $sink4 = "urlopen" fullword
    condition:
        $word1 and any of ($walk*) and any of ($sink*)
}
