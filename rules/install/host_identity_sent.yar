rule host_identity_sent
{
    meta:
        id = "MK-INS-0008"
        author = "Meerkat"
        description = "Collects user and host names and sends them to a hard-coded address"
        behaviour = "install"
        points = "6.0"
        group = "host-beacon"
        scope = "any"
        filetypes = "any"
        attack = "T1082"
        reference = "https://attack.mitre.org/techniques/T1082/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Telemetry and licence checks of commercial tools; they name their vendor"
    strings:
        $host1_1 = "getfqdn("
        $host1_2 = "gethostname("
        $host2_1 = "platform.node("
        $host2_2 = "platform.uname("
        $host3 = "os.uname("
        $host4 = /(environ(\.get\(|\[)|getenv\()\s{0,4}['"](COMPUTERNAME|HOSTNAME|USERDOMAIN)['"]/
        $host5 = /['"]hostname['"]\s{0,4}[\],)]/
        $user1_1 = "getlogin("
        $user1_2 = "getpwuid("
        $user1_3 = "getuser("
        $user2 = /(environ(\.get\(|\[)|getenv\()\s{0,4}['"](USER|USERNAME|LOGNAME)['"]/
        $user3 = /(run|call|check_output|Popen|getoutput|popen|system|exec|shell)\(\s{0,4}f?[\[(]?\s{0,4}['"]whoami['"]/
        $send1 = /\b(requests\.|httpx\.)(get|post|put)\s{0,4}\(\s{0,4}f?['"]https?:\/\//
        $send2 = /\burlopen[ (]\s{0,4}(\w{1,20}\.)?(Request\s{0,4}\(\s{0,4})?f?['"]https?:\/\//
        $send3 = /=\s{0,3}f?['"]https?:\/\/[\w.-]{3,80}/
        // asks which address it has, and tells nothing
        $not_told = /(\b(requests\.|httpx\.)(get|post|put)\s{0,4}\(\s{0,4}|\burlopen[ (]\s{0,4}(\w{1,20}\.)?(Request\s{0,4}\(\s{0,4})?|=\s{0,3})f?['"]https?:\/\/(api\d{0,2}\.ipify\.org|ipinfo\.io|ifconfig\.\w|icanhazip\.|checkip\.|ident\.me|ip-api\.com|ipapi\.co)/
        $net1 = "requests" fullword
        $net2 = "urllib" fullword
        $net3 = "http.client" fullword
        $net4 = ".sendto("
        $net5 = "gethostbyname("
        $net6 = "httpx" fullword
    condition:
        any of ($host*) and any of ($user*) and #send1 + #send2 + #send3 > #not_told and any of ($net*) and (
            filesize < 40KB or
            for any of ($send*) : ( for any j in (1..#) : (
                any of ($host*) in (@[j] - 800..@[j] + 400) and any of ($user*) in (@[j] - 800..@[j] + 400)
            ) )
        )
}
