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
        $marshal = /marshal\.loads?\s{0,3}\(/
        $exec = /\bexec\s{0,3}\(/
        $loader = /SourcelessFileLoader\s{0,3}\(/
        $pyc = /\.pyc['"]/
        $not_zipimport = "_bootstrap_external" fullword
        $not_importlib = "cache_from_source" fullword
    condition:
        (($seek and $marshal and $exec) or ($loader and $pyc)) and not any of ($not_*)
}
