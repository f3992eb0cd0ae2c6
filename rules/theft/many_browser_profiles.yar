rule many_browser_profiles
{
    meta:
        id = "MK-THF-0010"
        author = "Meerkat"
        description = "Lists the profile folders of many browsers: a stealer goes through all of them"
        behaviour = "theft"
        points = "4.0"
        group = "browser-profiles"
        scope = "any"
        filetypes = "any"
        attack = "T1555.003"
        reference = "https://attack.mitre.org/techniques/T1555/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Cookie readers know five of them; the odd ones (Amigo, Kometa, 7Star) only stealers list"
    strings:
        $chrome = /Google[\\\/]{1,4}Chrome( SxS)?[\\\/]{1,4}User Data/
        $edge = /Microsoft[\\\/]{1,4}Edge[\\\/]{1,4}User Data/
        $brave = /BraveSoftware[\\\/]{1,4}Brave-Browser[\\\/]{1,4}User Data/
        $opera = /Opera Software[\\\/]{1,4}Opera (Stable|GX Stable)/
        $yandex = /Yandex[\\\/]{1,4}YandexBrowser[\\\/]{1,4}User Data/
        $vivaldi = /Vivaldi[\\\/]{1,4}User Data/
        $amigo = /Amigo[\\\/]{1,4}User Data/
        $torch = /Torch[\\\/]{1,4}User Data/
        $kometa = /Kometa[\\\/]{1,4}User Data/
        $orbitum = /Orbitum[\\\/]{1,4}User Data/
        $cent = /CentBrowser[\\\/]{1,4}User Data/
        $seven = /7Star[\\\/]{1,4}7Star[\\\/]{1,4}User Data/
        $sputnik = /Sputnik[\\\/]{1,4}Sputnik[\\\/]{1,4}User Data/
        $epic = /Epic Privacy Browser[\\\/]{1,4}User Data/
        $uran = /uCozMedia[\\\/]{1,4}Uran[\\\/]{1,4}User Data/
        $iridium = /Iridium[\\\/]{1,4}User Data/
    condition:
        4 of them
}
