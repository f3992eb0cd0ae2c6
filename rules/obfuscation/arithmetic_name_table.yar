rule arithmetic_name_table
{
    meta:
        id = "MK-OBF-0026"
        author = "Meerkat"
        description = "Packs calls through a table of functions by number or joined lambdas: shape of generated hiding"
        behaviour = "obfuscation"
        points = "2.5"
        group = "arithmetic-name-table"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Functional-programming exercises"
    strings:
        $lambdas = /\(\s{0,2}lambda\s{1,2}\w{0,12}\s{0,2}:\s{0,2}\(?\s{0,2}lambda\s{1,2}\w{0,12}\s{0,2}:\s{0,2}\(?\s{0,2}lambda/
        $getlist = /\(\s{0,2}lambda\s{0,3}:\s{0,3}\w{1,20}\s{0,3}\)\s{0,3}\(\s{0,3}\)\s{0,3}\[\s{0,3}\d{1,4}\s{0,3}\]/
        $ifexec = /(exec|eval)\s{0,2}if\s{1,3}[^\n]{1,60}else\s{1,3}(exec|eval|print)\b/
    condition:
        any of them
}
