rule shell_runs_downloaded_text
{
    meta:
        id = "MK-EXE-0007"
        author = "Meerkat"
        description = "Hands what a server answered to a shell: remote commands on demand"
        behaviour = "execution"
        points = "5.0"
        group = "shell-runs-downloaded-text"
        scope = "any"
        filetypes = "any"
        attack = "T1059"
        reference = "https://attack.mitre.org/techniques/T1059/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Remote administration tools, which say so"
    strings:
        $direct = /\b(system|popen|getoutput|check_output|Popen|call|run)\s{0,4}\(\s{0,20}[\w.(\s]{0,40}(requests\.get|urlopen)\s{0,4}\(/
        $fetch = /\b\w{1,40}\s{0,4}=\s{0,4}[^\n=#]{0,60}(requests\.get|urlopen|getoutput\(\s{0,4}f?['"]curl)[\s(]/
        $run = /\b(os\.system|os\.popen|getoutput|check_output)\s{0,4}\(\s{0,8}(str\()?[A-Za-z_]\w{0,40}(\.(text|content|read\(\)|decode\([^)\n]{0,20}\))){0,3}\s{0,4}[,)]/
    condition:
        $direct or ($run and for any i in (1..#fetch) : ( $run in (@fetch[i]..@fetch[i] + 300) ))
}
