rule sudo_shadowed
{
    meta:
        id = "MK-PER-0015"
        author = "Meerkat"
        description = "Puts a sudo of its own before the real one: it sees the password"
        behaviour = "persistence"
        points = "5.0"
        group = "sudo-shadowed"
        scope = "any"
        filetypes = "any"
        attack = "T1056.003"
        reference = "https://attack.mitre.org/techniques/T1056/003/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Wrappers of shell configurations that only add flags do not read the password"
    strings:
        $function = /\bsudo\s{0,2}\(\)\s{0,2}\{|function\s{1,3}sudo\b|alias\s{1,3}sudo=/
        $read = /\bread\s{1,3}-[a-z]{0,4}s/
        $pipe = "sudo -S"
        $net = /\bcurl\s[^\n]{0,100}(-d|--data|-F)\b/
    condition:
        $function and any of ($read, $pipe, $net)
}
