rule copies_itself_to_profile
{
    meta:
        id = "MK-PER-0012"
        author = "Meerkat"
        description = "Copies its own file to a hidden or system folder: the first step of staying"
        behaviour = "persistence"
        points = "3.0"
        group = "copies-itself-to-profile"
        scope = "any"
        filetypes = "any"
        attack = "T1036.005"
        reference = "https://attack.mitre.org/techniques/T1036/005/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Portable programs that install themselves"
    strings:
        $copy = /(shutil\.)?(copy|copyfile|copy2|move)\s{0,4}\(\s{0,4}(__file__|sys\.argv\[0\]|sys\.executable|os\.path\.(abspath|realpath)\(\s{0,3}(__file__|sys\.argv\[0\])\s{0,3}\))\s{0,4},/
        $read = /open\s{0,4}\(\s{0,4}(__file__|sys\.argv\[0\]|os\.path\.(abspath|realpath)\(\s{0,3}(__file__|sys\.argv\[0\])\s{0,3}\))\s{0,4}[,)]/
        $place_1 = ".cache"
        $place_2 = ".config"
        $place_3 = ".local"
        $place_4 = "/tmp/"
        $place_5 = "/usr/"
        $place_6 = "APPDATA" fullword
        $place_7 = "ProgramData" fullword
        $place_8 = "Startup" fullword
        $place_9 = "System32" fullword
        $place_10 = "TEMP" fullword
    condition:
        $copy and any of ($place_*) and not ($read and #copy == 0)
}
