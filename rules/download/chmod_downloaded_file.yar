rule chmod_downloaded_file
{
    meta:
        id = "MK-DWN-0007"
        author = "Meerkat"
        description = "Fetches a file, gives it the right to execute and starts it"
        behaviour = "download"
        points = "3.5"
        group = "download-run"
        scope = "any"
        filetypes = "any"
        attack = "T1222.002"
        reference = "https://attack.mitre.org/techniques/T1222/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Installers of vendor binaries"
    strings:
        $chmod1 = /\bos\.chmod\s{0,4}\([^\n]{0,80}(0o?[57][0-7]{2}|S_IEXEC|S_IXUSR|\| 0o111)/
        $chmod2_1 = "chmod +x"
        $chmod2_2 = "chmod 755"
        $chmod2_3 = "chmod 777"
        $chmod2_4 = "chmod a+x"
        $chmod2_5 = "chmod u+x"
        $chmod3 = /\[\s{0,4}['"]chmod['"]\s{0,4},\s{0,4}['"](\+x|[57][0-7]{2})/
        $chmod5 = /\bos\.open\s{0,4}\([^\n]{0,120}O_CREAT[^\n]{0,40}0o?[57][0-7]{2}/
        $chmod4 = /\.chmod\s{0,4}\([^\n]{0,40}(0o?[57][0-7]{2}|S_IEXEC|S_IXUSR)/
        $fetch1_1 = "httpx.get("
        $fetch1_2 = "requests.get("
        $fetch1_3 = "session.get("
        $fetch2 = "urlopen" fullword
        $fetch3 = "urlretrieve" fullword
        $run_subprocess = "subprocess" fullword
        $run_popen = "Popen" fullword
        $run_system = "system("
        $run_ospopen = "os.popen"
        $run_startfile = "startfile("
        $run_spawn = "os.spawn"
        $run_execv = "os.exec"
        $run_shell_execute = "ShellExecute"
        $not_wrapper = /\n[ \t]{0,24}[\w.= (]{0,40}\b(run|call|check_call|execvp?e?|Popen)\s{0,4}\([^\n]{0,100}\*?sys\.argv\[1:\]/
    condition:
        filesize < 100KB and any of ($fetch*) and any of ($run_*) and for any of ($chmod*) : ( for any j in (1..#) : ( any of ($run_*) in (@[j] - 200..@[j] + 500) and not $not_wrapper in (@[j] - 200..@[j] + 500) and any of ($fetch*) in (@[j] - 1500..@[j] + 100) ) )
}
