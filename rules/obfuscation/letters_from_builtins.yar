rule letters_from_builtins
{
    meta:
        id = "MK-OBF-0030"
        author = "Meerkat"
        description = "Spells words with letters cut from the descriptions of builtins: only generated hiding does that"
        behaviour = "obfuscation"
        points = "5.0"
        group = "letters-from-builtins"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Code golf"
    strings:
        $str = /\b(oct|hex|copyright|credits|license|print|exit|quit|help|eval|exec|str|int|bool|len|chr|abs)\.__(str|repr|doc|name|class)__(\(\))?\s{0,2}\[\s{0,2}-?\d/
        $getattr = /getattr\s{0,3}\(\s{0,3}__builtins__\s{0,3},\s{0,3}[a-z]{2,12}\.__(str|repr|doc|name)__/
        $index = /str\s{0,2}\(\s{0,2}(exec|eval|print|type|__import__|credits|copyright|help|getattr)\s{0,2}\)\s{0,2}\[/
    condition:
        any of them
}
