rule setup_beacon
{
    meta:
        id = "MK-INS-0007"
        author = "Meerkat"
        description = "Installer sends user, host or folder names to a server: a call-back that proves the install, or the first step of a theft"
        behaviour = "install"
        points = "5.0"
        group = "setup-beacon"
        scope = "setup build startup"
        filetypes = "any"
        attack = "T1082"
        reference = "https://attack.mitre.org/techniques/T1082/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Bug-bounty packages do exactly this; the index treats them as malware as well"
    strings:
        $id1 = /\b(gethostname|getfqdn|getuser|getlogin|getpwuid|getnode)\s{0,4}\(/
        $id2 = /\bplatform\.(node|uname)\s{0,4}\(/
        $id3 = "os.uname("
        $id4 = /(environ(\.get\(|\[)|getenv\()\s{0,4}['"](USER|USERNAME|LOGNAME|COMPUTERNAME|HOSTNAME|USERDOMAIN)['"]/
        $id5 = /['"](whoami|hostname|id|uname -a)['"]/
        $id6 = /(\$\(|`)\s{0,2}(whoami|hostname|uname|printenv)/
        // what an installer asks to choose what it takes, too
        $place1 = /\bplatform\.(system|platform)\s{0,4}\(/
        $place2 = "os.getcwd("
        $place3 = "os.environ" fullword
        $place4 = "expanduser("
        $send1 = /\b(requests\.|httpx\.)(get|post|put|request)\s{0,4}\(/
        $send2 = /\burlopen[ (]/
        $send3 = /\bHTTPS?Connection\s{0,4}\(/
        $send4 = /\.(sendall|sendto)\s{0,4}\(/
        $send5 = /\b(curl|wget|nslookup)\s[^\n]{0,100}(\$\(|`|\{|%s|http)/
        $send6 = /\b(gethostbyname|getaddrinfo)\s{0,4}\(\s{0,4}(f['"]|[^)\n]{0,60}(\+|%|format))/
        $send7 = /urllib\.request\.Request\s{0,4}\(/
    condition:
        filesize < 60KB and any of ($send*) and (2 of ($id*) or (any of ($id*) and any of ($place*)) or 3 of ($place*))
}
