rule rewrites_own_source
{
    meta:
        id = "MK-EVA-0010"
        author = "Meerkat"
        description = "Rewrites its own module or installer after running so that the payload vanishes"
        behaviour = "evasion"
        points = "3.0"
        group = "rewrites-own-source"
        scope = "any"
        filetypes = "any"
        attack = "T1070.004"
        reference = "https://attack.mitre.org/techniques/T1070/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Release scripts bump the version in __init__.py"
    strings:
        $read = /open\s{0,3}\(\s{0,3}__file__/
        $write = /open\s{0,3}\(\s{0,3}__file__\s{0,3},\s{0,3}['"](w|r\+)/
        $init = /open\s{0,3}\([^\n)]{0,80}__init__\.py['"]\s{0,3}\)?,\s{0,3}['"]w/
        $act = /\b(exec\(|eval\()|urlopen|requests\.|b64decode|subprocess/
        $fetched = /\b(exec\(|eval\()|urlopen|requests\.|b64decode/
    condition:
        (filesize < 20KB and $read and $write and $act) or ($init and $fetched and filesize < 20KB)
}
