rule exec_alias_called
{
    meta:
        id = "MK-EXE-0027"
        author = "Meerkat"
        description = "Gives exec another name and calls it in the same breath with fetched or decoded text"
        behaviour = "execution"
        points = "5.0"
        group = "exec-alias-called"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $call = /=\s{0,2}(exec|eval)\s{0,2};\s{0,4}[^\n;]{0,80}\w{1,40}\s{0,2}\(\s{0,2}\w{1,40}\s{0,2}\(/
        $call2 = /\n\s{0,20}(\w{1,40})\s{0,2}=\s{0,2}exec\s{0,4}\r?\n[^\n]{0,200}\(\s{0,4}(zlib|base64|__import__|requests|urlopen|b64)/
    condition:
        any of them
}
