rule strings_cut_often
{
    meta:
        id = "MK-OBF-0028"
        author = "Meerkat"
        description = "Joins pieces of words on one line again and again: only hiding needs that"
        behaviour = "obfuscation"
        points = "3.0"
        group = "string-cut"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Generated tables"
    strings:
        $dd = /[\w:\/.]" \+ "[\w:\/.]/
        $ss = /[\w:\/.]' \+ '[\w:\/.]/
    condition:
        filesize < 300KB and #dd + #ss > 3
}
