rule program_with_script_name
{
    meta:
        id = "MK-NAT-0002"
        author = "Meerkat"
        description = "A native program under the name of a script, picture or text: disguised on purpose"
        behaviour = "native"
        points = "5.0"
        group = "program-with-script-name"
        scope = "any"
        filetypes = "py pyw pth txt md png jpg jpeg gif ico wav mp3 json csv svg css html cfg toml yml yaml dat log ttf woff zip rst ini xml js"
        attack = "T1036.008"
        reference = "https://attack.mitre.org/techniques/T1036/008/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Test data of binary parsers"
    strings:
        $pe = "This program cannot be run in DOS mode"
        $pe2 = "This program must be run under Win32"
        $elf = { 7F 45 4C 46 (01 | 02) 01 01 }
        $macho1 = { CF FA ED FE (07 | 0C) 00 00 01 }
        $macho2 = { CA FE BA BE 00 00 00 (02 | 03) 01 00 00 }
    condition:
        (uint16(0) == 0x5a4d and ($pe or $pe2)) or $elf at 0 or $macho1 at 0 or $macho2 at 0
}
