rule exec_alias
{
    meta:
        id = "MK-EXE-0011"
        author = "Meerkat"
        description = "Gives exec, eval or compile another name before using it: dodges every search for the word"
        behaviour = "execution"
        points = "2.0"
        group = "exec-alias"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Compatibility layers name exec_ for Python 2"
    strings:
        $alias = /\n[ \t]{0,12}[\w, ]{1,60}=\s{0,4}(exec|eval|__import__)[ \t]{0,4}(;|\r?\n|,\s{0,4}(str|eval|exec|compile|tuple|map|ord|globals|type|getattr|__import__)\b)/
        $first = /=\s{0,3}(exec|eval|compile|getattr|__import__)\s{0,3},\s{0,3}(exec|eval|compile|str|tuple|map|ord|chr|globals|type|getattr|__import__)\s{0,3},\s{0,3}(exec|eval|compile|str|tuple|map|ord|chr|globals|type|getattr|__import__)\b/
        $not_six = "exec_ = getattr(moves.builtins"
        $not_six_plain = /\n[ \t]{0,12}exec_\s{0,3}=\s{0,3}exec\b/
        // a type of service, in the text of a unit
        $not_unit = /\n[ \t]{0,12}Type\s{0,3}=\s{0,3}exec[ \t]{0,4}\r?\n/
    condition:
        ($first or #alias > #not_six_plain + #not_unit) and not $not_six
}
