rule locale_gated_damage
{
    meta:
        id = "MK-DMG-0005"
        author = "Meerkat"
        description = "Deletes or ends depending on country, language or date: aimed damage"
        behaviour = "damage"
        points = "4.0"
        group = "locale-gated-damage"
        scope = "any"
        filetypes = "any"
        attack = "T1480.001"
        reference = "https://attack.mitre.org/techniques/T1480/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Installers that clean a language folder"
    strings:
        $gate1_1 = "GetKeyboardLayout"
        $gate1_2 = "GetUserDefaultUILanguage"
        $gate1_3 = "getdefaultlocale"
        $gate1_4 = "getlocale"
        $gate1_5 = "ip-api.com"
        $gate1_6 = "ipapi.co"
        $gate1_7 = "tzname"
        $gate2 = /['"](ru_RU|uk_UA|be_BY|he_IL|fa_IR|Asia\/(Tehran|Jerusalem)|Europe\/(Moscow|Minsk|Kiev|Kyiv))/
        $gate3 = /(datetime\.(date\.today|now|datetime\.now)|time\.localtime)\s{0,3}\(\s{0,3}\)\s{0,4}(>|>=|==|\.)/
        $act1 = "rmtree("
        $act2 = "rm -rf"
        $act3_1 = ".unlink("
        $act3_2 = "os.remove("
        $home = /expanduser\(['"]~['"]\)|Path\.home\(\)|rmtree\(['"]\/|rm -rf ['"]?[\/~]|\/home/
    condition:
        filesize < 100KB and $gate2 and (any of ($gate1_*) or $gate3) and ($act1 or $act2 or (any of ($act3_*) and $home)) and $home
}
