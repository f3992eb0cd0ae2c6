rule curl_then_run
{
    meta:
        id = "MK-DWN-0005"
        author = "Meerkat"
        description = "Shell command that downloads a file and makes it run"
        behaviour = "download"
        points = "5.0"
        group = "curl-run"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Container build scripts"
    strings:
        $chmod = /\b(curl|wget)\s[^\n]{0,250}(&&|;)\s{0,4}(sudo\s{1,3})?chmod\s{1,3}(\+x|[0-7]{3,4}|a\+x|u\+x)/
        $run = /\b(curl|wget)\s[^\n]{0,250}(&&|;)\s{0,4}[^\n]{0,80}(\.\/\w|bash\s|sh\s\/?\w|python3?\s|nohup|start\s)/
        $win = /\bcurl(\.exe)?\s[^\n]{0,200}(%TEMP%|%APPDATA%|\.exe|\.bat)[^\n]{0,100}(&&?|;)\s{0,4}(start|call|cmd|%TEMP%)/ nocase
        // in two commands, one behind the other
        $get = /['"](curl|wget)(\.exe)?['"]?[\s,][^\n]{0,200}['"\s]-{1,2}(o|O|output|output-document)\b/
        $start_1 = /(os\.system|os\.popen|subprocess\.\w{3,12}|\bPopen)\s{0,4}\(\s{0,4}[\[(]{0,2}\s{0,4}f?['"](sudo\s|nohup\s)?(python3?|bash|sh|chmod|start)\b/
        $start_2 = /(subprocess\.\w{3,12}|\bPopen)\s{0,4}\(\s{0,4}\[\s{0,4}sys\.executable\s{0,4},\s{0,4}[^-\s'"]/
        $call1 = "subprocess" fullword
        $call2 = "os.system"
        $call3 = "os.popen"
        $call4 = "Popen" fullword
    condition:
        (any of ($chmod, $run, $win) and any of ($call*)) or
        for any i in (1..#get) : ( any of ($start_*) in (@get[i]..@get[i] + 1500) )
}
