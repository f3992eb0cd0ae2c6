rule stealer_dependencies
{
    meta:
        id = "MK-DEP-0002"
        author = "Meerkat"
        description = "Declares the libraries of a stealer together (browser cookies, Discord webhook, screenshots): few honest programs need them all"
        behaviour = "dependency"
        points = "3.0"
        group = "stealer-dependencies"
        scope = "any"
        filetypes = "any"
        attack = "T1555.003"
        reference = "https://attack.mitre.org/techniques/T1555/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Hobby bots"
    strings:
        $requires = /install_requires\s{0,4}=\s{0,4}\[/
        $cookie = /['"](browser[_-]cookie3?|browsercookie|pypiwin32|pywin32|win32crypt|wmi)['">=]/
        $crypt = /['"](pycryptodome|pycryptodomex|pycrypto|cryptography|fernet)['">=]/
        $hook = /['"](discord[_-]?webhook|dhooks|discord\.?py|discordwebhook|robloxpy|robloxapi|telebot|pytelegrambotapi)['">=]/ nocase
        $spy = /['"](pyautogui|pynput|keyboard|mss|opencv-python|pyscreeze|imagegrab|pyperclip|psutil|getmac)['">=]/
    condition:
        $requires and (($hook and $cookie) or ($hook and $spy and $crypt) or ($cookie and $crypt and $spy))
}
