rule debugger_check_and_exit
{
    meta:
        id = "MK-EVA-0003"
        author = "Meerkat"
        description = "Ends when someone debugs or traces it"
        behaviour = "evasion"
        points = "2.5"
        group = "debugger-check-and-exit"
        scope = "any"
        filetypes = "any"
        attack = "T1622"
        reference = "https://attack.mitre.org/techniques/T1622/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Test runners and tracers"
    strings:
        $d1 = "IsDebuggerPresent"
        $d2 = "CheckRemoteDebuggerPresent"
        $d3 = /sys\.gettrace\s{0,3}\(\s{0,3}\)\s{0,3}(is not None|!=)/
        $d4 = "TracerPid"
        $exit_1 = "exit("
        $exit_2 = "quit("
        $mod = /['"](pydevd|pdb|debugpy)['"]\s{1,3}in\s{1,3}sys\.modules/
    condition:
        any of ($d*, $mod) and any of ($exit_*)
}
