rule program_in_text
{
    meta:
        id = "MK-NAT-0001"
        author = "Meerkat"
        description = "Holds a whole Windows, Linux or macOS program as text: carries a binary past reviewers"
        behaviour = "native"
        points = "4.5"
        group = "program-in-text"
        scope = "any"
        filetypes = "any"
        attack = "T1027.009"
        reference = "https://attack.mitre.org/techniques/T1027/009/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Launcher templates and test data of binary parsers"
    strings:
        $mz1 = "TVqQAAMAAAAEAAAA"
        $mz2 = "TVpQAAIAAAAEAA8A"
        $mz3 = "TVoAAAAAAAAAAAAA"
        $mz4 = "TVqAAAEAAAAEABAA"
        $mz_hex = "4d5a90000300000004000000" nocase
        // the head alone is what a placeholder or a check has
        $mz_esc = /MZ\\x90\\x00\\x03\\x00\\x00\\x00[^\n]{160}/
        $elf1 = "f0VMRgIBAQ"
        $elf2 = "f0VMRgEBAQ"
        $elf_hex = "7f454c4602010100" nocase
        $elf_esc = /\\x7fELF\\x02\\x01\\x01\\x00[^\n]{160}/
        $macho = "z/rt/gcAAAE"
        $macho_arm = "z/rt/gwAAAE"
        $macho_hex = "cffaedfe07000001" nocase
        $dos = "VGhpcyBwcm9ncmFtIGNhbm5vdCBiZSBydW4gaW4gRE9TIG1vZGU"
        $not_elf = "\x7fELF"
    condition:
        any of ($mz1, $mz2, $mz3, $mz4, $mz_hex, $mz_esc, $elf1, $elf2, $elf_hex, $elf_esc, $macho, $macho_arm, $macho_hex, $dos) and not $not_elf at 0
}
