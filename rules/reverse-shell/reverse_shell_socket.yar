rule reverse_shell_socket
{
    meta:
        id = "MK-SHL-0001"
        author = "Meerkat"
        description = "Connects out and hands the connection to a shell: gives a stranger the machine"
        behaviour = "reverse-shell"
        points = "7.0"
        group = "reverse-shell"
        scope = "any"
        filetypes = "any"
        attack = "T1059.006"
        reference = "https://attack.mitre.org/techniques/T1059/006/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Exploit frameworks (pwntools) carry it as a template"
    strings:
        $socket = "socket" fullword
        $connect_1 = ".connect(("
        $connect_2 = ".connect_ex("
        $connect_3 = "create_connection("
        $dup2 = /\bdup2\s{0,4}\(\s{0,4}(fd\s{0,2}=\s{0,2})?(\w{1,20}\.fileno\s{0,4}\(|\w{1,20}\s{0,4},)/
        $given = /\bstdin\s{0,3}=\s{0,3}(s|sock|socket|client|conn|c|connection)(\.fileno\(\))?\s{0,4}[,)]/
        $forked = "pty.fork("
        $receive = ".recv("
        $pty = "pty.spawn("
        $shell = /['"](\/usr)?\/bin\/(ba|z|da)?sh['"]|['"]cmd(\.exe)?['"]|['"](ba)?sh['"]\s{0,4},\s{0,4}['"]-i['"]/
    condition:
        $socket and any of ($connect_*) and $shell and ($dup2 or $pty or $given or ($forked and $receive))
}
