rule scheduled_task_persistence
{
    meta:
        id = "MK-PER-0003"
        author = "Meerkat"
        description = "Creates a scheduled task on Windows: comes back by the clock"
        behaviour = "persistence"
        points = "3.5"
        group = "starts-at-login"
        scope = "any"
        filetypes = "any"
        attack = "T1053.005"
        reference = "https://attack.mitre.org/techniques/T1053/005/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Backup and update tools"
    strings:
        $sch = /schtasks(\.exe)?['",\s]{1,6}(\/|-)create/ nocase
        $sch_args = /['"]schtasks['"][^\n]{0,40}['"]\/create['"]/ nocase
        $com = "Schedule.Service"
        $ps = "Register-ScheduledTask" nocase
        $reg = "RegisterTaskDefinition"
    condition:
        $sch or $sch_args or $ps or ($com and $reg)
}
