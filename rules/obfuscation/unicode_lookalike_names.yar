rule unicode_lookalike_names
{
    meta:
        id = "MK-OBF-0018"
        author = "Meerkat"
        description = "Writes identifiers in mathematical or full-width letters that Python reads as plain ones: hides them from search"
        behaviour = "obfuscation"
        points = "4.0"
        group = "unicode-lookalike-names"
        scope = "any"
        filetypes = "py pyw pth start"
        attack = "T1027"
        reference = "https://attack.mitre.org/techniques/T1027/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Fancy text in strings rarely stands before a bracket"
    strings:
        $math_call = /(\xf0\x9d[\x90-\x9f][\x80-\xbf]){3}[\x20\t]{0,3}[(.]/
        $wide_call = /(\xef\xbd[\x81-\x9a]|\xef\xbc[\xa1-\xba]){3}[\x20\t]{0,3}[(.]/
        $import = "import \xf0\x9d"
    condition:
        any of them
}
