rule bytecode_file_loaded
{
    meta:
        id = "MK-OBF-0024"
        author = "Meerkat"
        description = "Loads compiled bytecode from a file and runs it: no source to review"
        behaviour = "obfuscation"
        points = "2.5"
        group = "bytecode-file-loaded"
        scope = "any"
        filetypes = "any"
        attack = "T1027.009"
        reference = "https://attack.mitre.org/techniques/T1027/009/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Decompilers and freezers"
    strings:
        $seek = /\.(read|seek)\s{0,3}\(\s{0,3}16\s{0,3}\)/
        $marshal_1 = "marshal.load("
        $marshal_2 = "marshal.loads("
        $exec = /\bexec\(/
        $loader = "SourcelessFileLoader("
        $pyc_1 = ".pyc\""
        $pyc_2 = ".pyc'"
    condition:
        ((any of ($marshal_*) and $exec and for any i in (1..#seek) : (
            any of ($marshal_*) in (@seek[i]..@seek[i] + 400) and $exec in (@seek[i]..@seek[i] + 900)
        )) or ($loader and any of ($pyc_*)))
}
