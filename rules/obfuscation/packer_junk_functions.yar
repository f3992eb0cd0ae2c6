rule packer_junk_functions
{
    meta:
        id = "MK-OBF-0007"
        author = "Meerkat"
        description = "Many functions of meaningless numbers compared with numbers: filler that hides one real line"
        behaviour = "obfuscation"
        points = "4.0"
        group = "packer-junk-functions"
        scope = "any"
        filetypes = "any"
        attack = "T1027.016"
        reference = "https://attack.mitre.org/techniques/T1027/016/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $junk = /if \d{5,9} == \d{5,9}:/
        $junk2 = /\n\s{0,12}print\s{0,3}\(\s{0,3}\d{5,9}\s{0,3}\)/
    condition:
        #junk > 5 or (#junk > 1 and #junk2 > 3)
}
