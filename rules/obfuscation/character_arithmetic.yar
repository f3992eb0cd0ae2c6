rule character_arithmetic
{
    meta:
        id = "MK-OBF-0032"
        author = "Meerkat"
        description = "Shifts character codes to spell hidden text"
        behaviour = "obfuscation"
        points = "2.0"
        group = "xor"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Cipher exercises"
    strings:
        $join = /join\s{0,3}\(\s{0,3}\[?\(?\s{0,3}chr\s{0,3}\(\s{0,3}(int\s{0,2}\(\s{0,2})?(ord\s{0,2}\(\s{0,2})?\w{1,24}\s{0,2}\)?\s{0,3}(>>|<<|-|\/\/|%|\+|\*)\s{0,3}\w{1,24}/
        $rolled = /ord\s{0,2}\(\s{0,2}\w{1,24}\s{0,2}\)\s{0,2}-\s{0,2}\w{1,24}\s{0,2}-\s{0,2}\(\s{0,2}\w{1,24}\s{0,2}\+\s{0,2}\w{1,24}\s{0,2}\)\s{0,2}%/
        $unichr = /unichr\s{0,2}\(\s{0,2}ord\s{0,2}\(\s{0,2}\w{1,24}\s{0,2}\)\s{0,2}-/
    condition:
        any of them
}
