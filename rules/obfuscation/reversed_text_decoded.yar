rule reversed_text_decoded
{
    meta:
        id = "MK-OBF-0015"
        author = "Meerkat"
        description = "Turns text around before decoding or running it"
        behaviour = "obfuscation"
        points = "3.0"
        group = "reversed-text"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Puzzles"
    strings:
        $dec = /(b[6]4de[c]ode|b[8]5de[c]ode|b[3]2de[c]ode|fr[o]mh[e]x|un[h]ex[l]ify|de[c]om[p]ress)\s{0,4}\(\s{0,4}[^\n)]{1,200}\[\s{0,2}::\s{0,2}-\s{0,2}1\s{0,2}\]/
        $exec = /\b(ex[e]c|ev[a]l|_[_]im[p]or[t]_[_])\s{0,4}\(\s{0,4}[^\n]{1,300}\[\s{0,2}::\s{0,2}-\s{0,2}1\s{0,2}\]/
        $words = /['"](\(cexe|\(lave|metsys\.so|tropmi |46esab|stseuqer|ssecorpbus|\/\/:s?ptth)/
        $url = "//:sptth"
    condition:
        any of them
}
