rule bidi_controls_in_code
{
    meta:
        id = "MK-OBF-0020"
        author = "Meerkat"
        description = "Contains direction-control characters: what is shown is not what runs"
        behaviour = "obfuscation"
        points = "2.5"
        group = "bidi-controls-in-code"
        scope = "any"
        filetypes = "py pyw pth start pyi pyx"
        attack = "T1036.002"
        reference = "https://attack.mitre.org/techniques/T1036/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Text-direction libraries and tests"
    strings:
        $rlo = { E2 80 AE }
        $lro = { E2 80 AD }
        $rli = { E2 81 A7 }
        $fsi = { E2 81 A8 }
    condition:
        any of them and filesize < 200KB
}
