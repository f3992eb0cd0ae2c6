rule packer_underscore_names
{
    meta:
        id = "MK-OBF-0006"
        author = "Meerkat"
        description = "Calls functions whose names are only underscores or look-alike letters: shape of a packer"
        behaviour = "obfuscation"
        points = "4.5"
        group = "packer-underscore-names"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known in source that people write"
    strings:
        $under = /\b_{0,56}____\s{0,3}=\s{0,3}(eval|exec|__import__|getattr|_{4,60}\s{0,3}\(|lambda|\[|b?['"])/
        // not what pictures made of brackets and lines are full of
        $under2 = /([A-Za-z0-9]\s{0,3}\(|[,;=])\s{0,3}_{0,55}_____\s{0,3}\(\s{0,3}(____|['"]\\)/
        $il = /[Il1]{8}(IIIl|IIlI|IIll|IlII|IlIl|IllI|Illl|lIII|lIIl|lIlI|lIll|llII|llIl|lllI|lll1|1lIl)\s{0,3}(=|\()/
        $o0 = /[O0]{6}(000O|00O0|00OO|0O00|0O0O|0OO0|0OOO|O000|O00O|O0O0|O0OO|OO00|OO0O|OOO0)\s{0,3}(=|\()/
    condition:
        any of them
}
