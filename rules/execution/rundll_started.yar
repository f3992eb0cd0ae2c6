rule rundll_started
{
    meta:
        id = "MK-EXE-0037"
        author = "Meerkat"
        description = "Starts rundll32, as a list of words, on a file that the same code writes or copies"
        behaviour = "execution"
        points = "3.5"
        group = "rundll-started"
        scope = "any"
        filetypes = "any"
        attack = "T1218.011"
        reference = "https://attack.mitre.org/techniques/T1218/011/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Installers of drivers and printers"
    strings:
        $run = /['"]rundll32(\.exe)?['"]\s{0,3},/ nocase
        $copy_1 = "copyfile("
        $copy_2 = "shutil.copy"
        $copy_3 = ".write_bytes("
        $copy_4 = /,\s{0,4}(mode\s{0,4}=\s{0,4})?['"]wb\+?['"]/
    condition:
        filesize < 100KB and $run and any of ($copy_*)
}
