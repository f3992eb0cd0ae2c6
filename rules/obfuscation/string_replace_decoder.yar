rule string_replace_decoder
{
    meta:
        id = "MK-OBF-0025"
        author = "Meerkat"
        description = "Removes filler from text before running it: hides words by noise"
        behaviour = "obfuscation"
        points = "2.5"
        group = "string-replace-decoder"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Expression evaluators that clean their input"
    strings:
        $exec = /\b(ex[e]c\(|ev[a]l\()\s{0,3}[^\n]{1,2000}\.replace\s{0,3}\(\s{0,3}['"][^'"\n]{1,20}['"]\s{0,3},\s{0,3}['"]{2}\s{0,3}\)/
        $translate = /\b(ex[e]c\(|ev[a]l\()\s{0,3}[^\n]{1,400}\.translate\s{0,3}\(/
        $sub = /\b(exec\(|eval\()\s{0,3}re\.sub\s{0,3}\(/
    condition:
        any of them
}
