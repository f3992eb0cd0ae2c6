rule pip_install_at_runtime
{
    meta:
        id = "MK-DWN-0012"
        author = "Meerkat"
        description = "Installs other packages from inside its own code: dependencies nobody declared or reviewed"
        behaviour = "download"
        points = "1.2"
        group = "pip-install"
        scope = "any"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Development helpers, notebooks and plugin managers"
    strings:
        $system = /\b(system|popen|Popen|call|run|check_call|check_output|getoutput)\s{0,4}\(\s{0,8}f?r?['"]{1,3}[^\n'"]{0,40}\bpip[3]?\s{1,3}install\s/
        $module = /\[\s{0,8}(sys\.executable|['"]python[3w]?(\.exe)?['"])\s{0,4},\s{0,8}['"]-m['"]\s{0,4},\s{0,8}['"]pip['"]\s{0,4},\s{0,8}['"]install['"]/
        $list = /\[\s{0,4}['"]pip3?['"]\s{0,4},\s{0,4}['"]install['"]/
        $main = /\bpip(\._internal)?(\.cli\.main)?\.main\s{0,4}\(\s{0,4}\[\s{0,4}['"]install['"]/
        $pipmain = /\bpipmain\s{0,4}\(\s{0,4}\[\s{0,4}['"]install['"]/
    condition:
        any of them
}
