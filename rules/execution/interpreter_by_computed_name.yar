rule interpreter_by_computed_name
{
    meta:
        id = "MK-EXE-0043"
        author = "Meerkat"
        description = "Starts Python with code on its command line by a function whose name, and whose module's, it works out"
        behaviour = "execution"
        points = "4.5"
        group = "split-names"
        scope = "any"
        filetypes = "any"
        attack = "T1027.007"
        reference = "https://attack.mitre.org/techniques/T1027/007/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Code that starts an interpreter names subprocess; who works out both names hides that"
    strings:
        $module = /import_module\([\w.]{1,40}[(\[]/
        $function = /getattr\(\w{1,40}, {0,2}[\w.]{1,40}[(\[][^\n)]{0,60}[)\]]/
        $starts = /\w\(\[\s{0,20}sys\.ex[e]cutable, {0,2}['"]-c['"]/
        $named = "subprocess"
    condition:
        $module and $function and $starts and not $named
}
