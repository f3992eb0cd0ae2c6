rule detached_silent_process
{
    meta:
        id = "MK-EVA-0015"
        author = "Meerkat"
        description = "Starts a process that outlives the installer or import, with no window and no output"
        behaviour = "evasion"
        points = "1.5"
        group = "detached-silent-process"
        scope = "any"
        filetypes = "any"
        attack = "T1564"
        reference = "https://attack.mitre.org/techniques/T1564/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Daemons, browser openers and update checks"
    strings:
        $win = /creationflags\s{0,3}=\s{0,3}[^\n)]{0,60}(CREATE_NO_WINDOW|DETACHED_PROCESS|0x0?8000000|134217728)/
        $session = /start_new_session\s{0,3}=\s{0,3}True|preexec_fn\s{0,3}=\s{0,3}os\.setsid/
        $null = /std(out|err)\s{0,3}=\s{0,3}(subprocess\.)?DEVNULL/
        $nohup = /\bnohup\s[^\n]{1,120}&/
        $popen = "Popen" fullword
        $nowait1 = ".wait("
        $nowait2 = ".communicate("
        $nowait3 = ".poll("
    condition:
        $popen and (($win and $null) or ($session and $null) or $nohup) and not any of ($nowait*) and filesize < 60KB
}
