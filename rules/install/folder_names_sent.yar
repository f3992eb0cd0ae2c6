rule folder_names_sent
{
    meta:
        id = "MK-INS-0016"
        author = "Meerkat"
        description = "A tiny module whose only work is to send folder, user or host names away"
        behaviour = "install"
        points = "3.5"
        group = "tiny-beacon"
        scope = "any"
        filetypes = "any"
        attack = "T1082"
        reference = "https://attack.mitre.org/techniques/T1082/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Small telemetry pings"
    strings:
        $id1 = "os.getcwd"
        $id2 = /expanduser/
        $id3 = /\b(gethostname|getfqdn|getuser|getlogin)\b/
        $id4 = "platform.node"
        $id5 = "os.uname"
        $send1 = /\burlopen[ (]/
        $send2 = /\brequests\.(get|post)\s{0,3}\(/
        $send3 = /\bHTTPS?Connection\s{0,3}\(/
        $url = /['"]https?:\/\/[\w.-]{3,80}/
    condition:
        filesize < 2500 and 2 of ($id*) and any of ($send*) and $url
}
