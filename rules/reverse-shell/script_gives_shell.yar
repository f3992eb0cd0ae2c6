rule script_gives_shell
{
    meta:
        id = "MK-SHL-0013"
        author = "Meerkat"
        description = "A script of another language that gives a shell a connection, or runs what a request says"
        behaviour = "reverse-shell"
        points = "5.0"
        group = "script-gives-shell"
        scope = "any"
        filetypes = "any"
        attack = "T1059"
        reference = "https://attack.mitre.org/techniques/T1059/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "Collections of attacks for those who test servers"
    strings:
        $js_1 = /\bspawn\s{0,2}\(\s{0,3}\\{0,2}['"`](\/bin\/(ba|z)?sh|cmd(\.exe)?|powershell(\.exe)?)/
        $js_2 = /\.pipe\(\s{0,2}\w{1,20}\.stdin\s{0,2}\)/
        $js_3 = /\bnet\.(Socket|connect|createConnection)\b/
        $perl_1 = "sockaddr_in("
        $perl_2 = /open\s{0,2}\(?\s{0,2}STDIN\s{0,2},\s{0,2}\\{0,2}['"][<>]&/
        $perl_3 = /\bexec\s{0,2}[({]?\s{0,2}\\{0,2}['"]\/bin\/(ba)?sh/
        $ruby = /TCPSocket\.(new|open)\([^\n]{1,200}(exec|spawn)[^\n]{0,40}(\/bin\/(ba)?sh|sh -i)/
        $php = /\b(system|exec|passthru|shell_exec|popen|eval|assert)\s{0,2}\(\s{0,2}(base64_decode\(\s{0,2})?@?\$_(GET|POST|REQUEST|COOKIE)\s{0,2}\[/
        $php_sock = /fsockopen\([^\n]{1,120}(proc_open|shell_exec|exec)\s{0,2}\(/
    condition:
        filesize < 300KB and (all of ($js_*) or all of ($perl_*) or $ruby or $php or $php_sock)
}
