rule autostart_desktop_entry
{
    meta:
        id = "MK-PER-0010"
        author = "Meerkat"
        description = "Writes an autostart entry of the Linux desktop: starts again at every login"
        behaviour = "persistence"
        points = "3.0"
        group = "starts-at-login"
        scope = "any"
        filetypes = "any"
        attack = "T1547.013"
        reference = "https://attack.mitre.org/techniques/T1547/013/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Desktop programs with a start-at-login switch"
    strings:
        $dir = /\.config[\/'",\s]{1,6}autostart/
        $entry = "[Desktop Entry]"
        $write_1 = ".write("
        $write_2 = ".write_text("
    condition:
        $dir and $entry and any of ($write_*)
}
