rule escaped_plain_letters
{
    meta:
        id = "MK-OBF-0008"
        author = "Meerkat"
        description = "Writes ordinary words as hex or octal escapes: only done to keep them from being found"
        behaviour = "obfuscation"
        points = "3.5"
        group = "escaped-plain-letters"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Test vectors and shellcode tables; parsers of escapes"
    strings:
        $exec_hex_1 = "\\x5f\\x5f\\x69\\x6d\\x70" nocase
        $exec_hex_2 = "\\x62\\x61\\x73\\x65\\x36\\x34" nocase
        $exec_hex_3 = "\\x63\\x6f\\x6d\\x70\\x69\\x6c\\x65" nocase
        $exec_hex_4 = "\\x65\\x76\\x61\\x6c" nocase
        $exec_hex_5 = "\\x65\\x78\\x65\\x63" nocase
        $exec_hex_6 = "\\x68\\x74\\x74\\x70" nocase
        $exec_hex_7 = "\\x69\\x6d\\x70\\x6f\\x72\\x74" nocase
        $exec_hex_8 = "\\x6f\\x73\\x2e" nocase
        $exec_hex_9 = "\\x73\\x75\\x62\\x70\\x72\\x6f\\x63" nocase
        $exec_hex_10 = "\\x73\\x79\\x73\\x74\\x65\\x6d" nocase
        $exec_oct_1 = "\\137\\137\\151\\155"
        $exec_oct_2 = "\\142\\141\\163\\145\\66\\64"
        $exec_oct_3 = "\\143\\157\\155\\160\\151\\154\\145"
        $exec_oct_4 = "\\145\\166\\141\\154"
        $exec_oct_5 = "\\145\\170\\145\\143"
        $exec_oct_6 = "\\150\\164\\164\\160"
        $exec_oct_7 = "\\151\\155\\160\\157\\162\\164"
        $mixed1 = /\\x6[0-9a-f]\\1[4-7][0-7]\\/
        $mixed2 = /\\x7[0-9a-f]\\1[4-7][0-7]\\/
        $mixed3 = /\\1[4-7][0-7]\\x6[0-9a-f]\\/
        $mixed4 = /\\1[4-7][0-7]\\x7[0-9a-f]\\/
    condition:
        any of them
}
