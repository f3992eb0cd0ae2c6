rule shift_arithmetic_numbers
{
    meta:
        id = "MK-OBF-0031"
        author = "Meerkat"
        description = "Writes plain numbers as long sums of shifts: hides the character codes they stand for"
        behaviour = "obfuscation"
        points = "3.0"
        group = "shift-arithmetic-numbers"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Register tables of hardware libraries"
    strings:
        $shift = /\(\(\(?\(?\d{1,2} << \d\) [-+] \d{1,2}\)? << \d{1,2}\)/
    condition:
        #shift > 8
}
