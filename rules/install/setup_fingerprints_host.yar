rule setup_fingerprints_host
{
    meta:
        id = "MK-INS-0006"
        author = "Meerkat"
        description = "setup.py reads user name, host name or addresses of the machine it is installed on"
        behaviour = "install"
        points = "2.5"
        group = "setup-fingerprints-host"
        scope = "setup build startup"
        filetypes = "any"
        attack = "T1082"
        reference = "https://attack.mitre.org/techniques/T1082/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Installers of services that write a configuration for the present user"
    strings:
        $host = /\b(socket\.)?(gethostname|getfqdn)\s{0,4}\(/
        $node = /\bplatform\.(node|uname)\s{0,4}\(/
        $uname = "os.uname("
        $user = /\b(getpass\.)?getuser\s{0,4}\(/
        $login = "os.getlogin("
        $mac = /\b(uuid\.)?getnode\s{0,4}\(/
        $env = /(environ(\.get\(|\[)|getenv\()\s{0,4}['"](USER|USERNAME|LOGNAME|COMPUTERNAME|HOSTNAME|USERDOMAIN|HOME)['"]/
        $whoami = /['"]whoami['"]/
        $pwd = "pwd.getpwuid("
    condition:
        2 of them
}
