rule login_posted_to_many
{
    meta:
        id = "MK-THF-0053"
        author = "Meerkat"
        description = "Asks for a password and sends it to each address of a list: a login is of use to one service alone"
        behaviour = "theft"
        points = "5.0"
        group = "login-posted"
        scope = "any"
        filetypes = "any"
        attack = "T1056.003"
        reference = "https://attack.mitre.org/techniques/T1056/003/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Tests of a login against several of one's own servers"
    strings:
        $list = /[\[(]\s{0,20}(['"]https?:\/\/[^'"\n]{4,120}['"]\s{0,4},\s{1,20}){2}/
        $post_1 = /\.post\(\s{0,8}(url|site|api|host|server|service|endpoint|link|u|s|target|address)\b[^\n]{0,160}/ nocase
        $asks_1 = "getpass("
        $asks_2 = /input\([^\n]{0,60}passw(or)?d/ nocase
        $word = /['"](password|passwd|pass|pwd|enc_password)['"]\s{0,3}:/
        $loop = /\bfor\s{1,3}\w{1,20}\s{1,3}in\s{1,3}\w{1,30}(\(\))?:/
    condition:
        filesize < 100KB and $list and any of ($asks_*) and for any i in (1..#post_1) : (
            $word in (@post_1[i] - 600..@post_1[i] + 300) and $loop in (@post_1[i] - 600..@post_1[i])
        )
}
