rule temp_script_second_interpreter
{
    meta:
        id = "MK-DWN-0016"
        author = "Meerkat"
        description = "Writes Python code to a temporary file and starts a hidden interpreter on it"
        behaviour = "download"
        points = "4.0"
        group = "dropper"
        scope = "any"
        filetypes = "any"
        attack = "T1059.006"
        reference = "https://attack.mitre.org/techniques/T1059/006/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Test harnesses that run scripts"
    strings:
        $temp_1 = "NamedTemporaryFile"
        $temp_2 = "gettempdir"
        $temp_3 = "mkstemp"
        $write = /\.write\s{0,4}\(\s{0,4}(b|f|fb|bf)?(['"]{3}|['"])(from|import|exec|#)/
        $start = /(os\.system|Popen|system|startfile|\b\w{1,30})\s{0,4}\(\s{0,4}\[?f?['"]?(start\s{1,3}[\{p"'\/]|pythonw?\s|sys\.executable|\{?sys\.exec)/
    condition:
        any of ($temp_*) and $write and $start
}
