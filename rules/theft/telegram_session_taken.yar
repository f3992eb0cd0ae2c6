rule telegram_session_taken
{
    meta:
        id = "MK-THF-0017"
        author = "Meerkat"
        description = "Packs the session folder of Telegram Desktop: whoever has it is logged in"
        behaviour = "theft"
        points = "4.0"
        group = "telegram-session-taken"
        scope = "any"
        filetypes = "any"
        attack = "T1539"
        reference = "https://attack.mitre.org/techniques/T1539/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Session converters (opentele) are told the folder by the user"
    strings:
        $tdata = /Telegram Desktop[\\\/'",\s)+]{1,10}tdata/
        $act1_1 = ".write("
        $act1_2 = "ZipFile"
        $act1_3 = "copytree"
        $act1_4 = "make_archive"
        $act2 = "sendDocument"
        $act3 = "key_datas"
        $act4 = "taskkill"
    condition:
        $tdata and any of ($act*)
}
