rule machine_too_small_check
{
    meta:
        id = "MK-EVA-0004"
        author = "Meerkat"
        description = "Counts memory, disk or processors and stops on small machines: avoids sandboxes"
        behaviour = "evasion"
        points = "2.5"
        group = "machine-too-small-check"
        scope = "any"
        filetypes = "any"
        attack = "T1497.001"
        reference = "https://attack.mitre.org/techniques/T1497/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Installers of heavy software check one of them"
    strings:
        $m1 = /virtual_memory\s{0,3}\(\s{0,3}\)\.total[^\n]{0,60}<[=\s]{0,3}\d/
        $m2 = /cpu_count\s{0,3}\(\s{0,3}[^)\n]{0,20}\)\s{0,3}<[=\s]{0,3}\d/
        $m3 = /disk_usage\s{0,3}\([^\n)]{1,20}\)(\.total|\[0\])[^\n]{0,60}<[=\s]{0,3}\d/
        $win = /(ctypes\.windll|winreg|psutil)/
    condition:
        2 of ($m*) and $win
}
