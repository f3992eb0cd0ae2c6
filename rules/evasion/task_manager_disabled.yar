rule task_manager_disabled
{
    meta:
        id = "MK-EVA-0016"
        author = "Meerkat"
        description = "Switches off task manager, registry editor or command prompt of the user"
        behaviour = "evasion"
        points = "5.0"
        group = "task-manager-disabled"
        scope = "any"
        filetypes = "any"
        attack = "T1562"
        reference = "https://attack.mitre.org/techniques/T1562/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Kiosk software"
    strings:
        $value = /Disable(TaskMgr|RegistryTools|CMD)/
        $set1 = "SetValue"
        $set2 = /reg(\.exe)?['",\s]{1,6}add/ nocase
        $set3 = "ItemProperty" nocase
    condition:
        for any i in (1..#value) : ( any of ($set*) in (@value[i] - 2000..@value[i] + 2000) )
}
