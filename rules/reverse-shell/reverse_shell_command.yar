rule reverse_shell_command
{
    meta:
        id = "MK-SHL-0002"
        author = "Meerkat"
        description = "Shell one-liner that connects back: gives a stranger the machine"
        behaviour = "reverse-shell"
        points = "6.0"
        group = "reverse-shell-command"
        scope = "any"
        filetypes = "any"
        attack = "T1059.004"
        reference = "https://attack.mitre.org/techniques/T1059/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Payload lists of security tools; service waits that use /dev/tcp in shell scripts"
    strings:
        $devtcp = /\/dev\/(tcp|udp)\/[\w.{}$%-]{3,80}\/[\w{}$%]{1,20}/
        // whether something listens on this machine
        $not_sent = /\/dev\/(tcp|udp)\/(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3})\/[\w{}$%]{1,20}/
        $bash = "bash -i" fullword
        $nc = /\b(nc|ncat|netcat)(\.exe|\.traditional)?\s{1,3}[^\n'"]{0,80}-\w{0,5}[ec]\s{1,3}['"]?(\/bin\/(ba|z|da)?sh|cmd\.exe|\/bin\/cmd)/
        $fifo = /mkfifo\s{1,3}[^\n]{1,100}\|\s{0,3}(nc|ncat|openssl)\b/
        $socat = /socat\s[^\n]{0,100}exec:[^\n]{0,40}(sh|cmd)/ nocase
        $ps_1 = "New-Object Net.Sockets.TCPClient" nocase
        $ps_2 = "New-Object System.Net.Sockets.TCPClient" nocase
        $perl = /(perl|ruby|php)\s{1,3}-(e|r|rsocket)\b[^\n]{0,200}(Socket|fsockopen|TCPSocket)/
        $python = /python[23w]?\s{1,3}-c\s{1,3}[^\n]{0,60}import\s[^\n]{0,40}socket[^\n]{0,300}(dup2|pty|subprocess)/
        $powercat = "powercat -c" nocase
    condition:
        ($devtcp and ($bash or #devtcp > #not_sent)) or any of ($nc, $fifo, $socat, $ps_*, $perl, $python, $powercat)
}
