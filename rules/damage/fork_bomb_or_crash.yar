rule fork_bomb_or_crash
{
    meta:
        id = "MK-DMG-0004"
        author = "Meerkat"
        description = "Makes the machine unusable: fork bomb, forced crash or shutdown"
        behaviour = "damage"
        points = "4.0"
        group = "fork-bomb-or-crash"
        scope = "any"
        filetypes = "any"
        attack = "T1499"
        reference = "https://attack.mitre.org/techniques/T1499/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Remote administration tools that shut down on demand"
    strings:
        $bomb = /:\(\)\s{0,3}\{\s{0,3}:\s{0,2}\|\s{0,2}:\s{0,2}&\s{0,3}\}\s{0,2};\s{0,3}:/
        $fork = /while\s{1,3}(True|1)\s{0,3}:\s{0,20}os\.fork\s{0,3}\(/
        $bat = "%0|%0"
        $nt = "NtRaiseHardError"
        $nt2 = "RtlAdjustPrivilege"
        $off = /['"]shutdown(\.exe)?\s{1,3}(\/|-)(s|r|p|h)\b/
        $off_call = /(os\.system|Popen|subprocess\.\w{3,12})\s{0,4}\(\s{0,4}\[?f?['"]shutdown(\.exe)?['",\s]{1,4}(\/|-)(s|r|p|h)\b/
        $self = /while\s{1,3}(True|1)\s{0,3}:\s{0,40}(os\.startfile|subprocess\.Popen)\s{0,3}\(\s{0,4}(\[?\s{0,3}sys\.executable|__file__|['"](cmd|notepad|calc))/
        $runs = /\b(system|popen|Popen|run|call|check_call|check_output|getoutput|getstatusoutput|spawn\w{0,3}|exec\w{0,3})\s{0,3}\(/
        // what a tool refuses to run is listed under such a name
        $refused = /block_?(ed|list)|den(y|ied)|danger|forbidden|disallow|banned|blacklist|unsafe|destructive|harmful|prohibited|refuse|reject/ nocase
    condition:
        for any i in (1..#bomb) : ( $runs in (@bomb[i] - 100..@bomb[i]) or not $refused in (@bomb[i] - 1500..@bomb[i]) ) or
        for any i in (1..#nt) : ( $nt2 in (@nt[i] - 2000..@nt[i] + 2000) ) or
        $fork or $bat or $self or ($off and $off_call)
}
