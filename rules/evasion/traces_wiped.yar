rule traces_wiped
{
    meta:
        id = "MK-EVA-0012"
        author = "Meerkat"
        description = "Wipes command history and logs"
        behaviour = "evasion"
        points = "3.5"
        group = "traces-wiped"
        scope = "any"
        filetypes = "any"
        attack = "T1070.003"
        reference = "https://attack.mitre.org/techniques/T1070/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Image clean-up scripts"
    strings:
        $hist1 = "history -c" fullword
        $hist2 = /unset\s{1,3}HISTFILE|HISTFILE['"]?\s{0,3}[,=]\s{0,3}['"]?\/dev\/null/
        $log1 = /wevtutil(\.exe)?['"\s]{1,4}(cl|clear-log)/ nocase
        $log2 = "Clear-EventLog" nocase
        $log3 = /rm\s{1,3}-\w{1,4}\s{1,3}\/var\/log/
        $hist3 = /(rm|unlink|truncate|remove)[^\n]{0,40}\.(bash|zsh)_history/
    condition:
        any of them
}
