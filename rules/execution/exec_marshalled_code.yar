rule exec_marshalled_code
{
    meta:
        id = "MK-EXE-0003"
        author = "Meerkat"
        description = "Runs a marshalled code object: bytecode with no source to read"
        behaviour = "execution"
        points = "4.0"
        group = "exec-marshal"
        scope = "any"
        filetypes = "any"
        attack = "T1027.009"
        reference = "https://attack.mitre.org/techniques/T1027/009/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Freezers and import hooks (zipimport, PyInstaller bootloaders) run marshalled code they made themselves"
    strings:
        $exec = /\b(ex[e]c\(|ev[a]l\()\s{0,20}[\w.(\s'"]{0,60}marshal[\w.)('"\s]{0,12}\.\s{0,4}loads\s{0,4}\(/
        $loads = /\b(exec\(|eval\()\s{0,8}loads\s{0,4}\(/
        $import = "from marshal import loads"
        $function = /FunctionType\s{0,4}\(\s{0,8}[\w.]{0,40}marshal\.loads\s{0,4}\(/
    condition:
        $exec or $function or ($loads and $import)
}
