rule keylogger
{
    meta:
        id = "MK-THF-0019"
        author = "Meerkat"
        description = "Records key strokes and sends them or hides them in a file"
        behaviour = "theft"
        points = "4.5"
        group = "keylogger"
        scope = "any"
        filetypes = "any"
        attack = "T1056.001"
        reference = "https://attack.mitre.org/techniques/T1056/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Automation and macro recorders"
    strings:
        $pynput = /Listener\s{0,4}\(\s{0,40}on_(press|release)/
        $keyboard = /keyboard\.(on_press|on_release|hook|record)\s{0,4}\(/
        $hook = /SetWindowsHookEx[AW]?/
        $async = "GetAsyncKeyState"
        $hm = /\.HookKeyboard\s{0,4}\(/
        $sink1 = "/api/webhooks/"
        $sink2 = /\b(requests|httpx)\s{0,2}\.\s{0,2}post\s{0,4}\(/
        $sink3 = "smtplib" fullword
        $sink4 = "api.telegram.org"
        $sink5 = /\.(sendall|send)\s{0,4}\(/
        $sink6 = /(keylog|key_log|keystroke|logged_keys)/ nocase
        $sink7 = "ftplib" fullword
        $sink8 = /keylog|key_log|kelog/ nocase
        $not_game = "pygame" fullword
    condition:
        any of ($pynput, $keyboard, $hook, $async, $hm) and any of ($sink*) and not $not_game
}
