rule large_encoded_literal
{
    meta:
        id = "MK-OBF-0012"
        author = "Meerkat"
        description = "Decodes a very long literal: a program or a picture inside the source"
        behaviour = "obfuscation"
        points = "1.5"
        group = "shape-huge-literal"
        scope = "any"
        filetypes = "any"
        attack = "T1027.009"
        reference = "https://attack.mitre.org/techniques/T1027/009/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Embedded pictures, fonts, bootstraps and test data"
    strings:
        $long = /(b64decode|b85decode|a85decode|b32decode|fromhex|unhexlify|decompress|loads|decrypt)\s{0,4}\(\s{0,4}[\w.(\s]{0,60}b?r?['"]{1,3}\n?[\w+\/=\\$%&@!#*~^{}<>?|;:,.()-]{400}/
    condition:
        $long
}
