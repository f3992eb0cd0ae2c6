rule exec_of_joined_scraps
{
    meta:
        id = "MK-EXE-0026"
        author = "Meerkat"
        description = "Runs text that it joins from many scraps or computed characters"
        behaviour = "execution"
        points = "3.5"
        group = "exec-joined"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Template compilers that keep their lines in a list"
    strings:
        $join = /\b(exec\(|eval\()\s{0,3}(str\s{0,2}\(|compile\s{0,2}\()?\s{0,3}b?['"]{2}\s{0,3}(\.decode\(\)\s{0,2})?\.\s{0,3}join\s{0,3}\(/
        $chr = /\b(ex[e]c[(]|ev[a]l[(])\s{0,3}[^\n]{0,160}[^.\w]chr\s{0,3}\(/
    condition:
        any of them
}
