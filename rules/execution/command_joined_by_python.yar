rule command_joined_by_python
{
    meta:
        id = "MK-EXE-0025"
        author = "Meerkat"
        description = "Runs a script of the package itself or a new interpreter from an installer or import: chains to hidden code"
        behaviour = "execution"
        points = "1.0"
        group = "command-joined-by-python"
        scope = "any"
        filetypes = "any"
        attack = "T1059.006"
        reference = "https://attack.mitre.org/techniques/T1059/006/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Example launchers and development scripts"
    strings:
        $py = /(os\.system|Popen|subprocess\.\w{1,12})\s{0,4}\(\s{0,8}\[?\s{0,4}f?r?['"](start\s{1,2}(\/min\s{1,2}|\/b\s{1,2})?)?python[3w]?(\.exe)?\s[^\n'"]{1,80}\.pyw?/
        $not_release = /(os\.system|subprocess\.\w{1,12})\s{0,4}\(\s{0,4}['"]python3?\s{1,2}(-m build|setup\.py\s)/
        $pythonw_1 = "pythonw\""
        $pythonw_2 = "pythonw'"
        $pythonw_3 = "pythonw.exe\""
        $pythonw_4 = "pythonw.exe'"
        $detached = /DETACHED_PROCESS|CREATE_NO_WINDOW|creationflags\s{0,4}=\s{0,4}(0x0?8000000|8|0x00000008|134217728)/
    condition:
        #py > #not_release or (any of ($pythonw_*) and $detached)
}
