rule home_listed_by_shell
{
    meta:
        id = "MK-THF-0037"
        author = "Meerkat"
        description = "Lists the home folder, programs and identity files by shell commands"
        behaviour = "theft"
        points = "2.5"
        group = "home-listed-by-shell"
        scope = "any"
        filetypes = "any"
        attack = "T1083"
        reference = "https://attack.mitre.org/techniques/T1083/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Support bundles"
    strings:
        $ls = /['"](ls|dir)\s{1,2}(-\w{1,4}\s{1,2})?(~|\/home|\$HOME|\/Users|\/root|C:\\\\?Users|\/Applications)/
        $history = /cat\s{1,2}(~|\/root|\$HOME)\/\.(bash|zsh)_history/
        $git = /git config (--global )?--list/
        $ssh = /(cat|ls|cp|tar)\s[^\n'"]{0,60}(~|\$HOME|\/root)\/\.ssh/
        $aws = /(cat|ls|cp|tar)\s[^\n'"]{0,60}(~|\$HOME|\/root)\/\.(aws|kube|gnupg|docker)/
        $io = /ioreg -l|system_profiler\s{1,2}SP/
        $etc = /cat\s{1,2}\/etc\/(passwd|shadow|hosts)/
        $starts = /\b(subprocess|popen|Popen|system|check_output|getoutput|exec\w{0,6}|spawn\w{0,4}|shell)\s{0,3}[.(]/
        $runs = /\n\s{1,20}run(_\w{1,10})?\(/
    condition:
        ($starts or $runs) and 2 of ($ls, $history, $git, $ssh, $aws, $io, $etc)
}
