rule invisible_characters
{
    meta:
        id = "MK-OBF-0019"
        author = "Meerkat"
        description = "Hides text in invisible characters (variation selectors, tags, zero width): payload that editors do not show"
        behaviour = "obfuscation"
        points = "4.5"
        group = "invisible-characters"
        scope = "any"
        filetypes = "any"
        attack = "T1027.018"
        reference = "https://attack.mitre.org/techniques/T1027/018/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Word lists of Unicode tests"
    strings:
        $vs = /(\xef\xb8[\x80-\x8f]){8}/
        $vs_sup = /(\xf3\xa0[\x84-\x87][\x80-\xbf]){8}/
        $tags = /(\xf3\xa0[\x80\x81][\x80-\xbf]){8}/
        $zero = /(\xe2\x80[\x8b\x8c\x8d]|\xe2\x81[\xa0-\xa4]|\xef\xbb\xbf){12}/
        $hangul = /(\xef\xbe\xa0|\xe3\x85\xa4){12}/
    condition:
        any of them
}
