rule setup_installs_packages
{
    meta:
        id = "MK-INS-0018"
        author = "Meerkat"
        description = "setup.py runs pip itself: installs what nobody declared"
        behaviour = "install"
        points = "2.0"
        group = "pip-install"
        scope = "setup build"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Old packages that install their build tools"
    strings:
        $pip = /\bpip3?['"\s,]{1,6}install\b/
        $call = /\b(os\.system|os\.popen|subprocess|check_call|check_output|getoutput|_?system|popen)\s{0,4}[.(]/
        $main_1 = "pip._internal.cli.main.main("
        $main_2 = "pip._internal.main("
        $main_3 = "pip.cli.main.main("
        $main_4 = "pip.main("
        $name = /\[\s{0,3}['"]install['"]|['"]install['"]\s{0,3},/
    condition:
        ($call and for any of ($pip) : ( for any j in (1..#) : ( $call in (@[j] - 250..@[j] + 60) ) )) or (any of ($main_*) and $name)
}
