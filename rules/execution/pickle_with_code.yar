rule pickle_with_code
{
    meta:
        id = "MK-EXE-0020"
        author = "Meerkat"
        description = "A class whose unpickling runs a command: the payload fires on load"
        behaviour = "execution"
        points = "4.0"
        group = "pickle-with-code"
        scope = "any"
        filetypes = "any"
        attack = "T1059.006"
        reference = "https://attack.mitre.org/techniques/T1059/006/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Task queues move pickles in base64; security tools ship pickle tests"
    strings:
        $reduce = "def __reduce__("
        $ret = /\(\s{0,2}(os\.system|subprocess\.(Popen|call|run|check_output)|eval|exec|builtins\.exec)\s{0,3},\s{0,3}\(/
        $b64 = /pickle\.loads\s{0,4}\(\s{0,8}[\w.(\s]{0,60}((b64decode|decompress|fromhex)\s{0,4}\(\s{0,4}b?['"]|(urlopen|requests\.get)\s{0,4}\()/
        $loads = "pickle.loads("
        $literal = /(b64decode|fromhex|b85decode|unhexlify)\s{0,4}\(\s{0,4}b?['"][A-Za-z0-9+\/=_-]{40}/
    condition:
        ($reduce and $ret) or $b64 or (filesize < 40KB and $loads and $literal)
}
