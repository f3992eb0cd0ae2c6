rule socket_to_bare_port
{
    meta:
        id = "MK-SHL-0007"
        author = "Meerkat"
        description = "Opens a raw connection to a hard-coded name and odd port at install or import"
        behaviour = "reverse-shell"
        points = "1.5"
        group = "socket-to-bare-port"
        scope = "any"
        filetypes = "any"
        attack = "T1571"
        reference = "https://attack.mitre.org/techniques/T1571/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Network examples"
    strings:
        $connect = /\.connect(_ex)?\s{0,4}\(\s{0,4}\(\s{0,4}['"][\w.-]{4,80}['"]\s{0,4},\s{0,4}([1-9]\d{3,4})\s{0,4}\)/
        $not_local = /\.connect(_ex)?\s{0,4}\(\s{0,4}\(\s{0,4}['"](localhost|127\.|0\.0\.0\.0|8\.8\.8\.8|1\.1\.1\.1|10\.|192\.168)/
    condition:
        #connect > #not_local
}
