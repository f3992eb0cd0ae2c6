rule remote_poll_loop
{
    meta:
        id = "MK-SHL-0004"
        author = "Meerkat"
        description = "Asks a web server for commands again and again and runs them: a remote-control client"
        behaviour = "reverse-shell"
        points = "5.0"
        group = "remote-poll-loop"
        scope = "any"
        filetypes = "any"
        attack = "T1071.001"
        reference = "https://attack.mitre.org/techniques/T1071/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Job agents of CI systems"
    strings:
        $loop = /while\s{1,3}(True|1)\s{0,3}:/
        $get_1 = "httpx.get("
        $get_2 = "requests.get("
        $get_3 = "requests.post("
        $get_4 = "urlopen" fullword
        $run1 = /\b(os\.system|os\.popen)\s{0,4}\(\s{0,4}(str\s{0,2}\()?[a-z_]\w{0,30}/
        $run2 = /\bsubprocess\.(Popen|run|call|check_output|getoutput)\s{0,4}\(\s{0,4}[a-z_]\w{0,30}[^\n]{0,120}shell\s{0,3}=\s{0,3}True/
        $run3 = /\bexec\(\s{0,4}[a-z_]\w{0,30}(\.text|\.content|\.decode\(\))?\s{0,4}[,)]/
        $sleep = "sleep("
    condition:
        filesize < 100KB and any of ($get_*) and any of ($run*) and $sleep and for any i in (1..#loop) : (
            any of ($get_*) in (@loop[i]..@loop[i] + 3000) and any of ($run*) in (@loop[i] - 3000..@loop[i] + 3000)
        )
}
