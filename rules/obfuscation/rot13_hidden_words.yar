rule rot13_hidden_words
{
    meta:
        id = "MK-OBF-0016"
        author = "Meerkat"
        description = "Keeps code or words in ROT13"
        behaviour = "obfuscation"
        points = "3.0"
        group = "rot13-hidden-words"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Puzzles and codec tests; the module this of the standard library"
    strings:
        $import = /\bvzcbeg\s{1,3}\w/
        $exec = "rkrp("
        $url_1 = "uggc://"
        $url_2 = "uggcf://"
        $codec = /codecs\.decode\s{0,4}\([^\n]{1,300},\s{0,4}['"]rot_?-?13['"]/
        $bytes = "onfr64"
        $run = /\b(exec\(|eval\()/
    condition:
        $import or $exec or any of ($url_*) or $bytes or ($codec and $run)
}
