rule opens_page_by_shell
{
    meta:
        id = "MK-DMG-0008"
        author = "Meerkat"
        description = "Opens a web page through the shell without being asked"
        behaviour = "damage"
        points = "1.5"
        group = "opens-page-by-shell"
        scope = "any"
        filetypes = "any"
        attack = "T1204.001"
        reference = "https://attack.mitre.org/techniques/T1204/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Small tools that show their own page"
    strings:
        $start = /\b(system|popen|Popen)\s{0,3}\(\s{0,4}f?['"](start|open|xdg-open|explorer)\s{1,3}(\/b\s)?['"]{0,3}\s{0,2}https?:/
    condition:
        $start
}
