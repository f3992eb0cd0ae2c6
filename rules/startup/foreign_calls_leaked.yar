rule foreign_calls_leaked
{
    meta:
        id = "MK-STA-0009"
        author = "Meerkat"
        description = "Replaces a method of a network library and sends on what passes through it: reads the program's requests and keys"
        behaviour = "startup"
        points = "4.5"
        group = "foreign-calls-leaked"
        scope = "any"
        filetypes = "any"
        attack = "T1056.004"
        reference = "https://attack.mitre.org/techniques/T1056/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tracers record in place, they do not send to a fixed address"
    strings:
        $patch1 = /\n[ \t]{0,12}(requests|httpx|urllib3|aiohttp|openai|boto3|botocore|smtplib|paramiko)\.(\w{1,30}\.){0,3}\w{1,40}\s{0,4}=\s{0,4}[A-Za-z_]\w{0,60}\s{0,2}[\r\n;]/
        $patch2 = /setattr\s{0,4}\(\s{0,4}(requests|httpx|urllib3|aiohttp|openai|boto3|botocore|smtplib|paramiko)\b/
        $send1 = /urlopen\s{0,4}[,(][^\n]{0,40}['"]https?:\/\//
        $send2 = /\.(post|put)\s{0,4}\(\s{0,4}f?['"]https?:\/\//
        $send3 = ".sendall("
        $send4 = "/api/webhooks/"
        $send5 = "HTTPSConnection("
        $body1 = "headers"
        $body2 = "password" fullword
        $body3 = "Authorization"
        $body4 = "api_key"
        $body5 = "args" fullword
    condition:
        any of ($send*) and any of ($body*) and for any of ($patch*) : ( for any j in (1..#) : (
            any of ($send*) in (@[j] - 1200..@[j]) and any of ($body*) in (@[j] - 1200..@[j])
        ) )
}
