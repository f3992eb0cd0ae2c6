rule secrets_searched_for_drop
{
    meta:
        id = "MK-THF-0055"
        author = "Meerkat"
        description = "Looks for secrets in what passes through it, beside a place where anybody can leave data"
        behaviour = "theft"
        points = "4.5"
        group = "secret-patterns"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Scanners for leaked secrets that report to a chat"
    strings:
        $words = /re\.compile\([^\n]{1,40}((passw(or)?d?|token|secret|api[\[\]_?.-]{0,5}key|bearer|authorization|cookie|credential|AKIA|BEGIN|xox|mnemonic|private)[^\n|]{0,30}\|[^\n|]{0,12}){2}/ nocase
        $takes = /\.(findall|finditer|search|match)\s{0,3}\(/
        $drop_1 = /docs\.google\.com\/forms\/d\/e\/[\w-]{20}/
        $drop_2 = "api.github.com/gists"
        $drop_3 = /discord(app)?\.com\/api\/webhooks\/\d/
        $drop_4 = "api.telegram.org/bot"
        $drop_5 = /hooks\.slack\.com\/(services|workflows)\/T\w/
        $drop_6 = "pastebin.com/api/"
        $drop_7 = /\b(webhook\.site|pipedream\.net|requestcatcher\.com|ntfy\.sh)\b/
        // the standard library's way to send what is logged
        $drop_8 = /\bHTTPHandler\s{0,3}\(\s{0,8}['"][\w-]{1,60}\.[\w.-]{2,80}['"]/
        $post = /\b(urlopen|Request)\s{0,3}\(|\.(post|put|request|emit|handle)\s{0,3}\(/
    condition:
        filesize < 60KB and $words and $takes and $post and any of ($drop_*)
}
