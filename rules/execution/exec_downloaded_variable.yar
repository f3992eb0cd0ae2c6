rule exec_downloaded_variable
{
    meta:
        id = "MK-EXE-0006"
        author = "Meerkat"
        description = "Fetches text over the network and runs it a few lines later: remote code on demand"
        behaviour = "execution"
        points = "6.0"
        group = "exec-download"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Consoles and teaching tools that run snippets from a server of their own"
    strings:
        $fetch = /\b\w{1,40}\s{0,4}=\s{0,4}[^\n=#]{0,60}(requests\.(get|post)|urlopen|httpx\.get|http\.request|session\.get|PoolManager\(\)\.request|\.getresponse|await \w{1,30}\.(text|read|content)|urllib3\.request)\s{0,4}\(/
        $fetch_async = /return await \w{1,30}\.(text|read)\s{0,4}\(/
        $run = /\b(exec\(|eval\()\s{0,8}(compile\s{0,4}\(\s{0,8})?(str\()?[A-Za-z_]\w{0,40}(\.(text|content|data|read\(\)|decode\([^)\n]{0,20}\)|body)){0,3}\s{0,4}[,)]/
    condition:
        $run and (
            for any i in (1..#fetch) : ( $run in (@fetch[i]..@fetch[i] + 500) ) or
            for any i in (1..#fetch_async) : ( $run in (@fetch_async[i]..@fetch_async[i] + 300) )
        )
}
