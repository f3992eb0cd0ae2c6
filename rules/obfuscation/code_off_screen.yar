rule code_off_screen
{
    meta:
        id = "MK-OBF-0001"
        author = "Meerkat"
        description = "Pushes code out of sight behind a long run of blanks: only written to fool a reader"
        behaviour = "obfuscation"
        points = "6.0"
        group = "code-off-screen"
        scope = "any"
        filetypes = "any"
        attack = "T1027"
        reference = "https://attack.mitre.org/techniques/T1027/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tables aligned by a generator do not hold statements"
    strings:
        $code = /[ \t]{90}(;[ \t]{0,40})?(import |from |exec\(|eval\(|compile\(|__import__\(|getattr\(|globals\(|os\.system|subprocess\.|requests\.|urllib\.|base64\.|zlib\.)/
        $named = /[ \t]{90};[ \t]{0,4}_?[a-zA-Z]\w{0,20} ?= ?(lambda|eval|exec|__import__)/
    condition:
        any of them
}
