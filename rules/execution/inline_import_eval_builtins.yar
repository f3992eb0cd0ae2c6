rule inline_import_eval_builtins
{
    meta:
        id = "MK-EXE-0010"
        author = "Meerkat"
        description = "Reaches exec or eval through the builtins module by name: only code that hides does that"
        behaviour = "execution"
        points = "4.0"
        group = "builtins-indirect"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "six and sandbox tests look builtins up by name, rarely exec"
    strings:
        $getattr = /getattr\s{0,4}\(\s{0,4}(__builtins__|builtins|__import__\(\s{0,4}['"]builtins['"]\s{0,4}\))\s{0,4},\s{0,4}(['"](exec|eval|compile|__import__)['"]|['"][a-z_]{0,9}['"]\s{0,4}\+|[\w.]{0,20}(join|b64decode|fromhex|chr)\s{0,4}\()/
        $item = /(__builtins__(\.__dict__)?|globals\(\)|vars\(builtins\)|builtins\.__dict__)\s{0,4}\[\s{0,4}['"](exec|eval|compile|__import__)['"]\s{0,4}\]\s{0,4}\(/
        $exec = /__import__\s{0,4}\(\s{0,4}['"](builtins|__builtin__)['"]\s{0,4}\)\s{0,4}\.\s{0,4}(exec|eval|compile)\s{0,4}\(/
        $globals = /globals\(\)\s{0,4}\[\s{0,4}['"]__builtins__['"]\s{0,4}\]/
        $chain = /\[\s{0,4}['"]__builtins__['"]\s{0,4}\]\s{0,4}\[\s{0,4}['"](exec|eval|compile|__import__|getattr|open)['"]/
        $not_six = /\bexec_\s{0,3}=\s{0,3}getattr\s{0,3}\(\s{0,3}builtins\s{0,3},\s{0,3}['"]exec['"]\s{0,3}\)/
    condition:
        #getattr > #not_six or any of ($item, $exec, $globals, $chain)
}
