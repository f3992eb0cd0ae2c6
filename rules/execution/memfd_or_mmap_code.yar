rule memfd_or_mmap_code
{
    meta:
        id = "MK-EXE-0019"
        author = "Meerkat"
        description = "Runs a native program straight from memory on Linux (memfd, executable mmap)"
        behaviour = "execution"
        points = "3.0"
        group = "memfd-or-mmap-code"
        scope = "any"
        filetypes = "any"
        attack = "T1620"
        reference = "https://attack.mitre.org/techniques/T1620/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "JIT test helpers"
    strings:
        $memfd = "memfd_create"
        $fexec = /\/proc\/(self|%d|\{[^}]{0,20}\})\/fd\//
        $mmap = /mmap\.mmap\s{0,4}\([^\n]{0,120}PROT_EXEC/
        $cfunc = "CFUNCTYPE"
    condition:
        ($memfd and $fexec) or ($mmap and $cfunc)
}
