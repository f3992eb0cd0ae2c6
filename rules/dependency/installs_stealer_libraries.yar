rule installs_stealer_libraries
{
    meta:
        id = "MK-DEP-0003"
        author = "Meerkat"
        description = "Installs at run time the libraries that stealers use (browser cookies, Discord webhook, window capture)"
        behaviour = "dependency"
        points = "3.0"
        group = "installs-stealer-libraries"
        scope = "any"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Hobby scripts"
    strings:
        $pip = /pip3?['",\s]{1,6}install['",\s]{1,6}/
        $l1 = /install['",\s]{1,6}(browser_?-?cookie3?|pypiwin32|pywin32|win32crypt|browsercookie)\b/
        $l2 = /install['",\s]{1,6}(discord_?-?webhook|dhooks|discordwebhook)\b/
        $l3 = /install['",\s]{1,6}(pycryptodomex?|pycrypto|cryptography|fernet)\b/
        $l4 = /install['",\s]{1,6}(pyautogui|pynput|mss|pyperclip|keyboard|psutil|opencv-python)\b/
    condition:
        $pip and 2 of ($l*)
}
