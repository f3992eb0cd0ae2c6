rule environment_sent
{
    meta:
        id = "MK-THF-0001"
        author = "Meerkat"
        description = "Takes all environment variables and sends them away: tokens, keys and passwords of CI and cloud live there"
        behaviour = "theft"
        points = "6.0"
        group = "environment-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Error reporters send a filtered part of it"
    strings:
        $dump1 = /\b(dict|str|repr|list)\s{0,4}\(\s{0,4}(os\.)?environ(\.items\(\)|\.copy\(\))?\s{0,4}\)/
        $dump2 = /\bdumps\s{0,4}\(\s{0,4}(dict\s{0,4}\(\s{0,4})?(os\.)?environ/
        $dump3 = /\b(os\.)?environ\.items\s{0,4}\(\s{0,4}\)/
        $dump4 = /(json|data|params|files)\s{0,4}=\s{0,4}\{?[^\n}]{0,60}\b(os\.environ)(\s{0,4}[,})]|\.copy\(\))/
        $dump5 = /(system|popen|Popen|run|call|check_output|getoutput|getstatusoutput)\s{0,4}\(\s{0,8}\[?\s{0,4}['"](printenv|env|set)['"]\s{0,4}[\]),]/
        $dump6 = /urlencode\s{0,4}\(\s{0,4}(dict\s{0,4}\(\s{0,4})?(os\.)?environ/
        $named = /\b\w{0,29}[^\Wv]\s{0,4}=\s{0,4}(os\.)?environ(\.copy\(\))?\s{0,4}(\r|\n|;)/
        // what is looked up in it later by its name is no dump
        $not_looked_up = /\b\w{1,29}\.get\(['"][A-Z][A-Z_]{2,40}['"]/
        $dump8 = /\/proc\/(self|\d{1,5}|\*|\{[^}]{1,20}\})\/environ/
        $dump9 = /\{\s{0,8}\*\*\s{0,2}(os\.)?environ\b/
        $dump10 = /\bfor \w{1,20} in (os\.)?environb?(\.keys\(\))?\s{0,4}[\]}):]/
        $dump11 = /\b(update|pformat|copy|deepcopy|vars)\s{0,4}\(\s{0,8}(os\.)?environ\s{0,8}\)/
        $dump12 = /\{(os\.)?environ\}|environ\._data|environb\.(items|copy)/
        $dump13 = /\benviron\s{0,2}\|\s{0,2}[{\w]/
        $sink1_1 = "httpx.get("
        $sink1_2 = "httpx.post("
        $sink1_3 = "httpx.put("
        $sink1_4 = "httpx.request("
        $sink1_5 = "requests.get("
        $sink1_6 = "requests.post("
        $sink1_7 = "requests.put("
        $sink1_8 = "requests.request("
        $sink2 = "urlopen" fullword
        $sink3_1 = ".sendall("
        $sink3_2 = ".sendto("
        $sink4_1 = "HTTPConnection("
        $sink4_2 = "HTTPSConnection("
        $sink6_1 = "client.post("
        $sink6_2 = "session.post("
        $sink6_3 = "s.post("
        $sink6_4 = "Client().post("
        $sink6_5 = "PoolManager("
        $sink6_6 = "websockets.connect("
        $sink5 = /\bcurl\s[^\n]{0,60}(-d|--data|-X\s{0,2}POST|-F)\b/
        $sink1_9 = "requests.patch("
        $sink1_10 = ".sendmail("
        $sink1_11 = ".storbinary("
        $sink1_12 = "urllib3.request("
        $sink1_13 = "put_object("
        $sink1_14 = "open_connection("
        $sink1_15 = "ServerProxy("
        $sink1_16 = ".set_context("
        $sink1_17 = ".add_attachment("
        // how proxies are read, how a gateway begins, and what a server hands to one
        $not_proxy = /environ\.items\(\):\s{1,20}(name, value = )?name(, value)? = name\.lower\(\)/
        $not_gateway = /\n\s{4,16}\w{1,20}\[['"]wsgi\.input['"]\]\s{0,3}=/
        $not_request = /\bin environ(\.items\(\))?:\s{1,40}if \w{1,20}\.startswith\(['"]HTTP_/
        // what a program is started with
        $not_started = /\benv\s{0,2}=\s{0,2}\{\s{0,8}\*\*\s{0,2}(os\.)?environ\b/
        $started = /[(,]\s{0,30}env\s{0,2}=\s{0,2}env\s{0,2}[,)]/
        $not_same = /\benviron = environ\b/
    condition:
        filesize < 400KB and any of ($sink*) and (
            for any of ($dump*) : ( for any j in (1..#) : (
                any of ($sink*) in (@[j] - 1500..@[j] + 1500) and not $not_proxy in (@[j] - 8..@[j] + 8) and not $not_gateway in (@[j]..@[j] + 200)
                and not $not_request in (@[j] - 4..@[j] + 4) and not $not_same in (@[j]..@[j])
                and not ($started and $not_started in (@[j] - 12..@[j]))
            ) ) or
            for any j in (1..#named) : (
                any of ($sink*) in (@named[j] - 1500..@named[j] + 1500) and not $not_same in (@named[j]..@named[j])
                and not $not_gateway in (@named[j]..@named[j] + 200) and not $not_looked_up in (@named[j]..@named[j] + 400)
            )
        )
}
