rule run_key_persistence
{
    meta:
        id = "MK-PER-0001"
        author = "Meerkat"
        description = "Writes itself into the Run key of Windows: starts again at every login"
        behaviour = "persistence"
        points = "4.0"
        group = "starts-at-login"
        scope = "any"
        filetypes = "any"
        attack = "T1547.001"
        reference = "https://attack.mitre.org/techniques/T1547/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Desktop programs with a start-at-login switch"
    strings:
        $run = /CurrentVersion\\{1,4}(Run|RunOnce|Policies\\{1,4}Explorer\\{1,4}Run)\b/ nocase
        $set1 = "SetValueEx"
        $set2 = /reg(\.exe)?['",\s]{1,6}add/ nocase
        $set3 = "RegSetValue"
        $set4 = "Set-ItemProperty" nocase
        $set5 = "New-ItemProperty" nocase
        $not_undone = /\bDeleteValue\s{0,3}\(/
        $not_asked = /(def|set|enable|toggle)\w{0,20}[ _]?(auto_?start|startup|autorun)/ nocase
    condition:
        not all of ($not_*) and for any i in (1..#run) : ( any of ($set*) in (@run[i] - 8000..@run[i] + 8000) )
}
