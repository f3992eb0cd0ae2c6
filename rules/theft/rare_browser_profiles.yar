rule rare_browser_profiles
{
    meta:
        id = "MK-THF-0011"
        author = "Meerkat"
        description = "Knows browsers that only stealer lists name (Amigo, Kometa, Orbitum, 7Star, uCozMedia)"
        behaviour = "theft"
        points = "3.0"
        group = "browser-profiles-rare"
        scope = "any"
        filetypes = "any"
        attack = "T1555.003"
        reference = "https://attack.mitre.org/techniques/T1555/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $amigo = /Amigo[\\\/]{1,4}User Data/
        $torch = /Torch[\\\/]{1,4}User Data/
        $kometa = /Kometa[\\\/]{1,4}User Data/
        $orbitum = /Orbitum[\\\/]{1,4}User Data/
        $cent = /CentBrowser[\\\/]{1,4}User Data/
        $seven = /7Star[\\\/]{1,4}7Star/
        $sputnik = /Sputnik[\\\/]{1,4}Sputnik/
        $uran = /uCozMedia[\\\/]{1,4}Uran/
    condition:
        2 of them
}
