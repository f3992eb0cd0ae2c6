rule wifi_passwords_dumped
{
    meta:
        id = "MK-THF-0023"
        author = "Meerkat"
        description = "Asks Windows for the stored Wi-Fi passwords in clear text"
        behaviour = "theft"
        points = "3.0"
        group = "wifi-passwords-dumped"
        scope = "any"
        filetypes = "any"
        attack = "T1555"
        reference = "https://attack.mitre.org/techniques/T1555/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Wi-Fi tools that show the password to their user"
    strings:
        $netsh = /netsh['",\s]{1,6}wlan['",\s]{1,6}(show|export)['",\s]{1,6}profiles?/ nocase
        $clear = /key\s{0,2}=\s{0,2}clear/ nocase
    condition:
        $netsh and $clear
}
