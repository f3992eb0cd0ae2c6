rule host_header_differs
{
    meta:
        id = "MK-CHN-0025"
        author = "Meerkat"
        description = "Sends a request to one host while naming another in the Host header: domain fronting"
        behaviour = "channel"
        points = "2.0"
        group = "host-header-differs"
        scope = "any"
        filetypes = "any"
        attack = "T1090.004"
        reference = "https://attack.mitre.org/techniques/T1090/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tests of proxies and virtual hosts"
    strings:
        $host = /headers\s{0,3}=\s{0,3}\{[^}\n]{0,120}['"]Host['"]\s{0,3}:\s{0,3}['"][\w.-]{4,80}['"]/
        $send = /\b(urlopen|Request|requests\.(get|post))\s{0,3}\(\s{0,3}f?['"]https?:/
    condition:
        filesize < 20KB and $host and $send
}
