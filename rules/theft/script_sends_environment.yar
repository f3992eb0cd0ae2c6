rule script_sends_environment
{
    meta:
        id = "MK-THF-0059"
        author = "Meerkat"
        description = "A script of another language that sends all of its environment to an address"
        behaviour = "theft"
        points = "4.6"
        group = "script-sends-environment"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "Error reporters name what they send; deployments of web pages write single variables into these"
    strings:
        $js = /\b(JSON\.stringify|Object\.(entries|assign)|encodeURIComponent|Buffer\.from)\(\s{0,3}([\w.]{1,30}\(\s{0,2})?[{,]{0,2}\s{0,3}([\w:'"]{0,20}\s{0,2})?(\.\.\.)?process\.env\s{0,3}[,)}]/
        $js_send_1 = ".request(" 
        $js_send_2 = /\bfetch\s{0,2}\(/
        $js_send_3 = "axios"
        $js_send_4 = /\bhttps?\.get\(/
        $ps = /(Get-ChildItem|gci|dir|ls)\s{1,3}Env:|\[(System\.)?Environment\]::GetEnvironmentVariables\(\)/ nocase
        $ps_send = /(Invoke-(RestMethod|WebRequest)|\birm|\biwr)\b[^\n]{0,200}-(Body|InFile)\b|\.(UploadString|UploadData|PostAsync)\(/ nocase
        $rb = /\bENV\.(to_h|to_a|inspect|map|each|to_json)/
        $rb_send = /\bNet::HTTP(\.post|::Post|\.start)|RestClient\.post|HTTParty\.post/
        $go = "os.Environ()"
        $go_send = /\bhttp\.(Post|PostForm|NewRequest)\(|\bnet\.Dial\(/
        $php = /json_encode\(\s{0,2}(\$_(ENV|SERVER)|getenv\(\))/
        $php_send = /\bcurl_exec\(|file_get_contents\(\s{0,2}['"]https?:/
        $sh = /\b(env|printenv|set)\s{0,3}\|\s{0,3}((base64|gzip|sort|xxd)\b[^\n|]{0,40}\|\s{0,3}){0,2}(curl|wget|nc|ncat)\b/
    condition:
        filesize < 300KB and (($js and any of ($js_send_*)) or ($ps and $ps_send) or ($rb and $rb_send) or ($go and $go_send) or ($php and $php_send) or $sh)
}
