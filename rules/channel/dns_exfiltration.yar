rule dns_exfiltration
{
    meta:
        id = "MK-CHN-0016"
        author = "Meerkat"
        description = "Puts encoded local data into a host name and looks it up: theft that passes firewalls as DNS"
        behaviour = "channel"
        points = "4.0"
        group = "dns-exfiltration"
        scope = "any"
        filetypes = "any"
        attack = "T1048.003"
        reference = "https://attack.mitre.org/techniques/T1048/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "DNS tools that build names from user input without reading local data"
    strings:
        $lookup1 = /\b(gethostbyname|getaddrinfo|resolve)\s{0,4}\(\s{0,4}(f['"][^'"\n]{0,60}\{[^'"\n]{1,80}\}[^'"\n]{0,60}\.[a-z][\w.-]{2,60}|[\w.]{1,40}\s{0,4}\+\s{0,4}f?['"]\.|['"]%s\.|['"]\{\}\.|['"]\.['"]\.join)/
        $lookup2 = /['"`;&|](nslookup|dig|ping)\s{1,3}(-\w{1,3}\s{1,3}\d{0,3}\s{0,2})?[\w.]{0,20}(\{[^}\n]{0,80}\}\.[\w{]|%s\.|\$\(|`|['"]\s{0,4}\+[^\n]{1,120}\+\s{0,4}f?['"]\.)/
        $lookup3 = /['"](nslookup|dig|drill|ping)(\.exe)?['"]\s{0,3},[^\n]{0,60}f['"][^'"\n]{0,80}\{[^}\n]{1,60}\}[^'"\n{]{0,20}\.[\w.-]{3,60}['"]/
        $data1 = /\b(gethostname|getuser|getlogin|getfqdn|getcwd)\s{0,4}\(/
        $data2 = /\b(hexlify|b32encode|b64encode|urlsafe_b64encode|b16encode)\s{0,4}\(|\.hex\s{0,4}\(\s{0,2}\)|encode\(['"]hex['"]\)/
        $data3 = "os.environ" fullword
        $data4 = /whoami|uname -a|['"`(;&|]\s{0,2}hostname\b/
        $data5 = "platform.node("
        $raw = /struct\.pack\s{0,4}\(\s{0,4}['"][>!]?H{4,6}/
        $raw2 = /\.sendto\s{0,4}\(/
    condition:
        filesize < 100KB and ((any of ($lookup*) and any of ($data*)) or ($raw and $raw2 and 2 of ($data*)))
}
