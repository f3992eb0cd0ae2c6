rule home_emptied
{
    meta:
        id = "MK-DMG-0010"
        author = "Meerkat"
        description = "Goes through all of the home folder and overwrites or deletes what is there"
        behaviour = "damage"
        points = "4.6"
        group = "wiper"
        scope = "any"
        filetypes = "any"
        attack = "T1485"
        reference = "https://attack.mitre.org/techniques/T1485/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Programs that remove their own files look for a name, not for all"
    strings:
        $all = /(Path\.home\(\)|\bhome\w{0,8}|expanduser\(\s{0,2}['"]~\/?['"]\s{0,2}\)\)?)\.(rglob\(\s{0,2}['"](\*|\*\.\*)['"]|glob\(\s{0,2}['"](\*|\*\*\/\*)['"]|iterdir\()/
        $walk = /os\.walk\(\s{0,2}(os\.path\.expanduser\(\s{0,2}['"]~\/?['"]|Path\.home\(\)|str\(Path\.home\(\)|['"](\/home|\/Users|C:\\Users)\/?['"])/
        $home_1 = "Path.home()"
        $home_2 = "expanduser("
        $act_1 = ".write_text("
        $act_2 = ".write_bytes("
        $act_3 = ".unlink("
        $act_4 = "os.remove("
        $act_5 = "os.unlink("
        $act_6 = "rmtree("
        $act_7 = /open\([^\n]{1,60},\s{0,2}['"](w(b|\+)?|r\+b|rb\+)['"]/
        $pick_1 = ".name"
        $pick_2 = ".suffix"
        $pick_3 = ".stem"
        $pick_4 = "mtime"
        $pick_5 = "endswith("
        $pick_6 = "startswith("
        $pick_7 = "match("
        $pick_8 = " not in "
    condition:
        filesize < 100KB and (any of ($home_*) or $walk) and for any of ($all, $walk) : ( for any i in (1..#) : (
            any of ($act_*) in (@[i]..@[i] + 300) and not any of ($pick_*) in (@[i]..@[i] + 300)
        ))
}
