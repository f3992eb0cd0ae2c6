rule import_spawns_interpreter
{
    meta:
        id = "MK-EXE-0032"
        author = "Meerkat"
        description = "Installing or starting starts another interpreter with code on its command line"
        behaviour = "execution"
        points = "3.0"
        group = "import-spawns-interpreter"
        scope = "startup setup"
        filetypes = "any"
        attack = "T1059.006"
        reference = "https://attack.mitre.org/techniques/T1059/006/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Feature probes in another process; what importing a module starts, its tree says (import-starts-interpreter)"
    strings:
        $spawn = /(Popen|subprocess\.run|subprocess\.call|os\.system)\s{0,3}\(\s{0,4}\[?\s{0,4}(f?['"]python[3w]?(\.exe)?['"\s]|sys\.executable)[^\n]{0,20}['"\s]-c\b/
    condition:
        $spawn
}
