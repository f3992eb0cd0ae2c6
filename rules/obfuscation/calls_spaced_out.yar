rule calls_spaced_out
{
    meta:
        id = "MK-OBF-0029"
        author = "Meerkat"
        description = "Puts spaces around dots and brackets of calls: valid Python that text searches miss"
        behaviour = "obfuscation"
        points = "2.0"
        group = "calls-spaced-out"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "A few very old code styles put a space before brackets, none around dots"
    strings:
        $call = /[a-z_\)\]] \. [a-z_]{2,24} ?\(/
    condition:
        filesize < 300KB and #call > 1
}
