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
        $keyboard_1 = "keyboard.hook("
        $keyboard_2 = "keyboard.on_press("
        $keyboard_3 = "keyboard.on_release("
        $keyboard_4 = "keyboard.record("
        $hook = "SetWindowsHookEx"
        $async = "GetAsyncKeyState"
        $hm = ".HookKeyboard("
        $sink1 = "/api/webhooks/"
        $sink2_1 = "httpx.post("
        $sink2_2 = "requests.post("
        $sink3 = "smtplib" fullword
        $sink4 = "api.telegram.org"
        $sink5 = ".sendall("
        $sink6_1 = /\bkeystrokes?\b/ nocase
        $sink6_2 = "logged_keys" nocase
        $sink7 = "ftplib" fullword
        $sink8_1 = "kelog" nocase
        $sink8_2 = "key_log" nocase
        $sink8_3 = "keylog" nocase
    condition:
        any of ($sink*) and for any of ($pynput, $keyboard_*, $hook, $async, $hm) : ( for any i in (1..#) : (
            any of ($sink*) in (@[i] - 10000..@[i] + 10000)
        ) )
}
