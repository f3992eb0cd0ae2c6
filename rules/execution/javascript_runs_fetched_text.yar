rule javascript_runs_fetched_text
{
    meta:
        id = "MK-EXE-0039"
        author = "Meerkat"
        description = "JavaScript that runs what it has just fetched"
        behaviour = "execution"
        points = "4.6"
        group = "javascript-runs-fetched-text"
        scope = "any"
        filetypes = "any"
        attack = "T1059.007"
        reference = "https://attack.mitre.org/techniques/T1059/007/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Old loaders of scripts in web pages"
    strings:
        $fetch = /\b(require\s{0,2}\(['"](node:)?https?['"]\)|https?\.(get|request)\s{0,2}\(|fetch\s{0,2}\(\s{0,4}['"`]https?:|axios(\.get)?\s{0,2}\(\s{0,4}['"`]https?:)/
        $run = /\b(eval|new Function|vm\.runIn\w{3,12}Context|[Mm]odule\.prototype\._compile|\._compile)\s{0,2}\(\s{0,4}[a-zA-Z_$][\w$]{0,20}(\.(data|text|body|toString\(\)|join\(['"]{2}\)))?\s{0,4}[,)]/
        $run_decoded = /\b(eval|new Function|vm\.runIn\w{3,12}Context|\._compile)\s{0,2}\(\s{0,4}(Buffer\.from|atob|decodeURIComponent|unescape)\s{0,2}\(\s{0,4}[a-zA-Z_$]/
    condition:
        filesize < 200KB and for any i in (1..#fetch) : ( any of ($run, $run_decoded) in (@fetch[i]..@fetch[i] + 400) )
}
