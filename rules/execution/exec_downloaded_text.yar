rule exec_downloaded_text
{
    meta:
        id = "MK-EXE-0005"
        author = "Meerkat"
        description = "Runs text fetched from the network without writing it down: whoever answers decides what runs"
        behaviour = "execution"
        points = "6.0"
        group = "exec-download"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Old ez_setup bootstraps and teaching notebooks; never right in an installer today"
    strings:
        $direct = /\b(ex[e]c\(|ev[a]l\()[\w.(\s]{0,60}(requests|httpx|session|_requests|urllib3?|http)\.(get|post|request)\s{0,4}\(/
        $any_get = /\b(exec\(|eval\()\s{0,20}(str\s{0,2}\(\s{0,4})?\w{1,20}\.get\s{0,4}\([^\n]{1,300}\)\s{0,2}\.(text|content)/
        $urlopen = /\b(exec\(|eval\()\s{0,20}[\w.(\s]{0,60}urlopen[ (]/
        $alias = /urlopen as \w{1,20}\s{0,4}[;\n]\s{0,8}exec\s{0,4}\(/
        $import = /\b(exec\(|eval\()\s{0,20}[\w.(\s]{0,20}__import__\(\s{0,4}['"](urllib\.request|urllib|requests|httpx|urllib3)['"]/
    condition:
        any of them
}
