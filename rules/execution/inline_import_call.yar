rule inline_import_call
{
    meta:
        id = "MK-EXE-0009"
        author = "Meerkat"
        description = "Imports a module inside an expression and calls it at once: keeps the import out of sight"
        behaviour = "execution"
        points = "2.0"
        group = "inline-import"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "One-line doctests and sandbox-escape tests"
    strings:
        $os = /__import__\s{0,4}\(\s{0,4}['"](os|subprocess|pty|ctypes|socket|shutil)['"]\s{0,4}\)\s{0,4}\.\s{0,4}(system|popen|Popen|call|run|check_output|getoutput|spawn|exec[lv]|windll|socket|rmtree|startfile)/
        $decode = /__import__\s{0,4}\(\s{0,4}['"](base64|zlib|marshal|lzma|bz2|binascii|codecs)['"]\s{0,4}\)\s{0,4}\.\s{0,4}(b\d\ddecode|decompress|loads|unhexlify|decode)/
        $builtins = /__import__\s{0,4}\(\s{0,4}['"](builtins|__builtin__)['"]\s{0,4}\)\s{0,4}\.\s{0,4}(exec|eval|compile|__import__|getattr)/
        $net = /__import__\s{0,4}\(\s{0,4}['"](requests|urllib\.request|urllib|httpx)['"]\s{0,4}\)\s{0,4}\.\s{0,4}(get|post|request|urlopen)/
    condition:
        any of them
}
