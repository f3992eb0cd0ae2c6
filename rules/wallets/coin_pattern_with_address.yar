rule coin_pattern_with_address
{
    meta:
        id = "MK-WAL-0017"
        author = "Meerkat"
        description = "What a coin address looks like, beside an address of that kind: what is copied is replaced by it"
        behaviour = "wallets"
        points = "5.5"
        group = "coin-pattern-address"
        scope = "any"
        filetypes = "any"
        attack = "T1565.002"
        reference = "https://attack.mitre.org/techniques/T1565/002/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Tests of validators, which do not touch a clipboard"
    strings:
        $pair = /(bc1|\[13\]|0x\[|\[LM3?\])[^\n]{5,80}['"]\s{0,3}\)?\s{0,3}[,:]\s{0,3}\(?\s{0,3}['"](bc1|[13LMT]|0x)[A-Za-z0-9]{25,60}['"]/
        $use_1 = /\.(copy|paste|set_text|setText|clipboard_append|SetClipboardText)\s{0,3}\(/
        $use_2 = "clipboard" nocase
    condition:
        filesize < 200KB and $pair and any of ($use_*)
}
