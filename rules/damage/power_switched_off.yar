rule power_switched_off
{
    meta:
        id = "MK-DMG-0009"
        author = "Meerkat"
        description = "Installer switches the machine off"
        behaviour = "damage"
        points = "3.5"
        group = "power-switched-off"
        scope = "setup build startup import"
        filetypes = "any"
        attack = "T1529"
        reference = "https://attack.mitre.org/techniques/T1529/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $off = /\b(system|popen|Popen|run|call)\s{0,3}\(\s{0,4}\[?\s{0,3}['"](sudo\s)?(poweroff|shutdown|reboot|halt|init 0|systemctl poweroff)\b/
    condition:
        $off
}
