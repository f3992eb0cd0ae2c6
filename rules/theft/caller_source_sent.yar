rule caller_source_sent
{
    meta:
        id = "MK-THF-0054"
        author = "Meerkat"
        description = "Reads the source files of whoever calls it, and sends them"
        behaviour = "theft"
        points = "5.0"
        group = "caller-source"
        scope = "any"
        filetypes = "any"
        attack = "T1005"
        reference = "https://attack.mitre.org/techniques/T1005/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Error reporters send a few lines around a failure, which they take from linecache"
    strings:
        $stack = /\b(inspect\.(stack|getouterframes|getinnerframes|currentframe)|sys\._getframe|sys\._current_frames|traceback\.(walk_stack|extract_stack))\s{0,3}\(/
        $file = /\.(filename|f_code\.co_filename|co_filename)\b/
        $read = /\bopen\s{0,3}\([^\n]{1,80}\)\s{1,3}as\b|\bread_(text|bytes)\(|\bopen\s{0,3}\([^\n]{1,80}\)\.read\(|\binspect\.getsource\(/
        $send_1 = ".sendall("
        $send_2 = "urlopen("
        $send_3 = /\b(requests|httpx|session|client)\.(post|put)\(/
        $send_4 = ".sendto("
        $send_5 = /HTTPS?Connection\(/
    condition:
        filesize < 100KB and any of ($send_*) and for any i in (1..#stack) : (
            $file in (@stack[i]..@stack[i] + 500) and $read in (@stack[i] - 300..@stack[i] + 800)
        )
}
