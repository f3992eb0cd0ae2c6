rule ld_preload_persistence
{
    meta:
        id = "MK-PER-0008"
        author = "Meerkat"
        description = "Makes the loader load its own library into every program (ld.so.preload)"
        behaviour = "persistence"
        points = "5.0"
        group = "ld-preload-persistence"
        scope = "any"
        filetypes = "any"
        attack = "T1574.006"
        reference = "https://attack.mitre.org/techniques/T1574/006/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $file = "/etc/ld.so.preload"
        $write = /(\.write\s{0,4}\(|open\s{0,4}\(|echo\s)/
    condition:
        all of them
}
