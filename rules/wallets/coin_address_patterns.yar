rule coin_address_patterns
{
    meta:
        id = "MK-WAL-0004"
        author = "Meerkat"
        description = "Matches addresses of several coins: part of a clipboard swapper or wallet search"
        behaviour = "wallets"
        points = "1.5"
        group = "coin-address-patterns"
        scope = "any"
        filetypes = "any"
        attack = "T1115"
        reference = "https://attack.mitre.org/techniques/T1115/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Address validators of coin libraries"
    strings:
        $btc = /(\[13\]\[a-km-zA-HJ|\(bc1\||bc1\)?\[|\^bc1|\[13\]\{1\}\[|\^\[13\]\[)/
        $eth = /0x\[a-fA-F0-9\]\{40\}|0x\[A-Fa-f0-9\]\{40\}/
        $xmr = /4\[0-9AB\]\[|\[48\]\[0-9AB\]\[/
        $tron = /T\[A-Za-z1-9\]\{3[34]\}|T\[1-9A-HJ-NP-Za-km-z\]\{33\}/
        $ltc = /\[LM3?\]\[a-km-zA-HJ/
        $doge = /D\{1\}\[5-9A-HJ|D\[5-9A-HJ/
        $xrp = /r\[0-9a-zA-Z\]\{24|\^r\[/
    condition:
        3 of them
}
