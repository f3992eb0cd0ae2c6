rule shell_survey_sent
{
    meta:
        id = "MK-THF-0033"
        author = "Meerkat"
        description = "Shell command that puts user, host or file contents into a web request"
        behaviour = "theft"
        points = "6.0"
        group = "shell-survey-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1041"
        reference = "https://attack.mitre.org/techniques/T1041/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Upload commands in help texts"
    strings:
        $sub = /\b(curl|wget|nslookup|dig|ping)\s[^\n]{0,300}(\$\(|`)\s{0,2}(whoami|hostname|id\b|pwd|cat\s|uname|env\b|printenv|ls\s|base64|ifconfig|ip\s)/
        $upload_1 = /\bcurl\s[^\n]{0,100}(-F|--form)\s{0,2}\\?['"]?\w{1,20}=@[^\n]{1,160}(https?:\/\/|\b\d{1,3}(\.\d{1,3}){3}\b)/
        $upload_2 = /\bcurl\s[^\n]{0,100}(https?:\/\/|\b\d{1,3}(\.\d{1,3}){3}\b)[^\n]{1,160}(-F|--form)\s{0,2}\\?['"]?\w{1,20}=@/
        // to the reader's own server, in help texts
        $here_1 = /\bcurl\s[^\n]{0,100}(-F|--form)\s{0,2}\\?['"]?\w{1,20}=@[^\n]{1,160}(\/\/|\s)(localhost|127\.0\.0\.1|0\.0\.0\.0)\b/
        $here_2 = /\bcurl\s[^\n]{0,100}(\/\/|\s)(localhost|127\.0\.0\.1|0\.0\.0\.0)\b[^\n]{1,160}(-F|--form)\s{0,2}\\?['"]?\w{1,20}=@/
        $data = /\bcurl\s[^\n]{0,100}(-d|--data|--data-binary|-T|--upload-file)\s{0,2}\\?['"]?@?(\/etc\/|~\/|\$HOME|\/home\/|\/root)/
        $pipe = /(env|printenv|cat\s[^\n|]{1,80}|whoami|id)\s{0,2}\|\s{0,2}(base64[^\n|]{0,20}\|\s{0,2})?curl\s/
    condition:
        $sub or $data or $pipe or #upload_1 > #here_1 or #upload_2 > #here_2
}
