rule region_gate
{
    meta:
        id = "MK-EVA-0019"
        author = "Meerkat"
        description = "Checks country, language or keyboard before it goes on: spares its home or aims at others"
        behaviour = "evasion"
        points = "2.0"
        group = "region-gate"
        scope = "any"
        filetypes = "any"
        attack = "T1614.001"
        reference = "https://attack.mitre.org/techniques/T1614/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Licence restrictions"
    strings:
        $gate1_1 = "GetKeyboardLayout("
        $gate1_2 = "GetSystemDefaultUILanguage("
        $gate1_3 = "GetUserDefaultUILanguage("
        $gate1_4 = "GetUserGeoID("
        $gate1_5 = "getdefaultlocale("
        $gate2 = /country(Code|_code)?['"\])]{1,4}\s{0,3}(==|in|not in|!=)\s{0,3}[\[(]?\s{0,3}['"](RU|BY|KZ|UA|IL|IR|CN|Russia|Belarus|Israel|Iran)/
        $lang = /['"](ru_RU|ru-RU|uk_UA|be_BY|kk_KZ|fa_IR|he_IL|zh_CN)['"]|0x0?419|1049|0x0?429|0x0?40[dD]/
        $exit_1 = "exit("
        $exit_2 = "quit("
    condition:
        filesize < 100KB and ($gate2 or (any of ($gate1_*) and $lang)) and any of ($exit_*)
}
