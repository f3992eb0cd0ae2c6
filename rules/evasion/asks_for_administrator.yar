rule asks_for_administrator
{
    meta:
        id = "MK-EVA-0008"
        author = "Meerkat"
        description = "Starts itself again as administrator"
        behaviour = "evasion"
        points = "1.0"
        group = "asks-for-administrator"
        scope = "any"
        filetypes = "any"
        attack = "T1548"
        reference = "https://attack.mitre.org/techniques/T1548/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "System tools"
    strings:
        $runas = /ShellExecute[AW]?\s{0,3}\([^\n]{0,40}['"]runas['"]/
        $admin = "IsUserAnAdmin"
        $sudo = "sudo -S" fullword
    condition:
        ($runas and $admin) or $sudo
}
