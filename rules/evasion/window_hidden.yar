rule window_hidden
{
    meta:
        id = "MK-EVA-0014"
        author = "Meerkat"
        description = "Hides its console window from the user"
        behaviour = "evasion"
        points = "2.0"
        group = "window-hidden"
        scope = "any"
        filetypes = "any"
        attack = "T1564.003"
        reference = "https://attack.mitre.org/techniques/T1564/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Desktop programs that hide their console"
    strings:
        $show = /ShowWindow\s{0,3}\([^\n]{0,80},\s{0,3}(0|SW_HIDE|win32con\.SW_HIDE)\s{0,3}\)/
        $get = "GetConsoleWindow"
        $free = "FreeConsole("
    condition:
        ($show and $get) or $free
}
