rule nested_decoders
{
    meta:
        id = "MK-OBF-0014"
        author = "Meerkat"
        description = "Three or more decoders inside each other: layers only serve to hide"
        behaviour = "obfuscation"
        points = "3.5"
        group = "nested-decoders"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Session cookies (two decoders) stay below"
    strings:
        $nest = /(b64decode|b85decode|b32decode|b16decode|decompress|unhexlify|fromhex|marshal\.loads)\s{0,3}\(\s{0,3}([\w.]{0,20}\.)?(__import__\s{0,3}\(\s{0,3}['"]\w{1,10}['"]\s{0,3}\)\s{0,3}\.\s{0,3})?(b64decode|b85decode|b32decode|b16decode|decompress|unhexlify|fromhex|marshal\.loads)\s{0,3}\(\s{0,3}([\w.]{0,20}\.)?(__import__\s{0,3}\(\s{0,3}['"]\w{1,10}['"]\s{0,3}\)\s{0,3}\.\s{0,3})?(b64decode|b85decode|b32decode|b16decode|decompress|unhexlify|fromhex|marshal\.loads)\s{0,3}\(/
    condition:
        $nest
}
