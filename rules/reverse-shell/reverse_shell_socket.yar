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
        $connect_1 = ".connect("
        $connect_2 = ".connect_ex("
        $dup2 = /\bdup2\s{0,4}\(\s{0,4}\w{1,20}\.fileno\s{0,4}\(/
        $pty = "pty.spawn("
        $shell = /['"]\/bin\/(ba|z|da)?sh['"]|cmd\.exe|['"](ba)?sh['"]\s{0,4},\s{0,4}['"]-i['"]/
        $not_paramiko = "paramiko" fullword
    condition:
        $socket and any of ($connect_*) and ($dup2 or ($pty and $shell)) and not $not_paramiko
}
