rule kills_other_programs
{
    meta:
        id = "MK-DMG-0007"
        author = "Meerkat"
        description = "Ends browsers, security tools or chat programs of the user: to read their files or to blind them"
        behaviour = "damage"
        points = "2.5"
        group = "kills-other-programs"
        scope = "any"
        filetypes = "any"
        attack = "T1489"
        reference = "https://attack.mitre.org/techniques/T1489/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Browser automation cleans up its own browsers"
    strings:
        $kill1 = /taskkill(\.exe)?['",\s]{1,6}[^\n]{0,40}\/im['",\s]{1,6}['"]?(chrome\b|msedge|firefox|brave|opera|discord|telegram|steam|msmpeng|taskmgr|processhacker)/ nocase
        $named = /taskkill(\.exe)?['",\s]{1,6}[^\n]{0,40}\/im['",\s]{1,6}['"]?(\{|%)/ nocase
        $kill2 = /(killall|pkill)['",\s]{1,6}(-9['",\s]{1,6})?['"]?(Google Chrome|chrome|firefox|Discord|Telegram|Safari|Exodus)/
        $proc_1 = "proc.kill("
        $proc_2 = "proc.terminate("
        $proc_3 = "process.kill("
        $proc_4 = "process.terminate("
        $names = /['"](chrome|msedge|firefox|brave|opera|discord|telegram|exodus)(\.exe)?['"]\s{0,4},\s{0,8}['"](chrome|msedge|firefox|brave|opera|discord|telegram|exodus|vivaldi|yandex)(\.exe)?['"]/ nocase
        $iter = "process_iter"
    condition:
        any of ($kill*) or ($names and ($named or (any of ($proc_*) and $iter)))
}
