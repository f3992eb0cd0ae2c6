rule proc_environ_read
{
    meta:
        id = "MK-THF-0034"
        author = "Meerkat"
        description = "Reads the environment of processes through /proc: gets at secrets without naming them"
        behaviour = "theft"
        points = "3.0"
        group = "proc-environ-read"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "psutil and process monitors"
    strings:
        $plain = /\/proc\/(self|\d{1,6}|1|\*|\{\w{1,20}\}|%[sd])\/environ/
        $parts = /['"]proc['"]\s{0,3},\s{0,3}['"](self|\d{1,5})['"]\s{0,3},\s{0,3}['"]environ['"]/
    condition:
        any of them
}
