rule screenshot_sent
{
    meta:
        id = "MK-THF-0020"
        author = "Meerkat"
        description = "Takes pictures of the screen and sends them away"
        behaviour = "theft"
        points = "2.5"
        group = "screenshot-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1113"
        reference = "https://attack.mitre.org/techniques/T1113/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Remote support and test tools"
    strings:
        $grab1 = "ImageGrab.grab("
        $grab2 = "pyautogui.screenshot("
        $grab3 = /mss\.mss\s{0,4}\(|\bmss\s{0,2}\(\s{0,2}\)/
        $grab4 = "screencapture -x"
        $grab5 = /ImageGrab\s{1,3}import|pyscreenshot|\.screenshot\(\s{0,3}\)/
        $grab6 = "CopyFromScreen"
        $sink1 = "/api/webhooks/"
        $sink2 = /\bfiles\s{0,4}=\s{0,4}(\{|files)/
        $sink3 = "sendPhoto"
        $sink4 = "sendDocument"
        $sink5 = "smtplib" fullword
        $sink6 = ".sendall("
        $sink7 = "discord.File("
        $sink9 = /\.(post|put)\s{0,3}\([^\n]{0,160}(to_png|getvalue|tobytes|screenshot|\.rgb)/
        $sink8 = "dhooks" fullword
    condition:
        any of ($grab*) and any of ($sink*)
}
