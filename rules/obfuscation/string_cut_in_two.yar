rule string_cut_in_two
{
    meta:
        id = "MK-OBF-0027"
        author = "Meerkat"
        description = "Joins two pieces of one word on one line: dodges searches for the whole word"
        behaviour = "obfuscation"
        points = "1.0"
        group = "string-cut"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Rare in honest code; long texts are cut over lines, not within one"
    strings:
        // a separator alone says nothing
        $dd = /(\w|[\w:\/.][:\/.])" \+ "[\w:\/.]/
        $ss = /(\w|[\w:\/.][:\/.])' \+ '[\w:\/.]/
    condition:
        filesize < 300KB and any of them
}
