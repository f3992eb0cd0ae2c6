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
        $gate1 = /(getlocale|getdefaultlocale|GetUserDefaultUILanguage|GetKeyboardLayout|tzname|ip-api\.com|ipapi\.co)/
        $gate2 = /['"](ru_RU|uk_UA|be_BY|he_IL|fa_IR|Asia\/(Tehran|Jerusalem)|Europe\/(Moscow|Minsk|Kiev|Kyiv))/
        $gate3 = /(datetime\.(date\.today|now|datetime\.now)|time\.localtime)\s{0,3}\(\s{0,3}\)\s{0,4}(>|>=|==|\.)/
        $act1 = /rmtree\s{0,4}\(/
        $act2 = "rm -rf"
        $act3 = /\.unlink\s{0,4}\(|os\.remove\s{0,4}\(/
        $home = /expanduser\(['"]~['"]\)|Path\.home\(\)|rmtree\(['"]\/|rm -rf ['"]?[\/~]|\/home/
    condition:
        filesize < 100KB and $gate2 and ($gate1 or $gate3) and ($act1 or $act2 or ($act3 and $home)) and $home
}
