rule shell_download_unseen
{
    meta:
        id = "MK-DWN-0040"
        author = "Meerkat"
        description = "Has a shell run what it downloads, shows nobody what that says and swallows its failure"
        behaviour = "download"
        points = "3.5"
        group = "shell-download-unseen"
        scope = "any"
        filetypes = "any"
        attack = "T1059.004"
        reference = "https://attack.mitre.org/techniques/T1059/004/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Installers show what they do and say when it fails; look whether anybody asked for it"
    strings:
        $run = /(subprocess\.(run|Popen|call|check_output)|create_subprocess_shell|\bPopen)\([^\n]{0,80}(\$\(\s?(curl|wget)\s|\b(curl|wget)\s[^\n|]{2,200}\|\s{0,3}(sudo\s)?(ba|z|da|a)?sh\b)/
        $system = /os\.(system|popen)\([^\n]{0,80}(\$\(\s?(curl|wget)\s|\b(curl|wget)\s[^\n|]{2,200}\|\s{0,3}(sudo\s)?(ba|z|da|a)?sh\b)[^\n]{0,80}>\s?\/dev\/null/
        $quiet_1 = "capture_output=True"
        $quiet_2 = "DEVNULL"
        $quiet_3 = "stdout=subprocess.PIPE"
        $quiet_4 = "/dev/null"
        $swallowed = /except[^\n]{0,60}:\s{1,40}(pass|return( None| False)?|\.\.\.)[ \t]{0,4}\r?\n/
    condition:
        filesize < 100KB and (for any i in (1..#run) : (
            any of ($quiet_*) in (@run[i]..@run[i] + 500) and $swallowed in (@run[i]..@run[i] + 1500)
        ) or for any i in (1..#system) : ( $swallowed in (@system[i]..@system[i] + 600) ))
}
