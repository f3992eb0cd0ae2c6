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
        $import = /[ \t]{90};?[ \t]{0,40}(import|from)[ \t]{1,4}\w/
        $exec = /[ \t]{90};?[ \t]{0,40}(exec|eval|compile)[ \t]{0,4}\(/
        $dunder = /[ \t]{90};?[ \t]{0,40}(__import__|getattr|globals)[ \t]{0,4}\(/
        $os = /[ \t]{90};?[ \t]{0,40}(os\.system|subprocess\.|requests\.|urllib\.|base64\.|_ttmp|exec|zlib\.)/
        $lambda = /[ \t]{90};[ \t]{0,40}[_a-zA-Z]\w{0,20}[ \t]{0,4}=[ \t]{0,4}(lambda|eval|exec|__import__)/
    condition:
        any of them
}
