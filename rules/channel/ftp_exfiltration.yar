rule ftp_exfiltration
{
    meta:
        id = "MK-CHN-0021"
        author = "Meerkat"
        description = "Uploads local files to a hard-coded FTP account"
        behaviour = "channel"
        points = "2.5"
        group = "ftp-exfiltration"
        scope = "any"
        filetypes = "any"
        attack = "T1048.003"
        reference = "https://attack.mitre.org/techniques/T1048/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Publish scripts of hobby sites"
    strings:
        $ftp = /FTP(_TLS)?\s{0,4}\(\s{0,4}(host\s{0,3}=\s{0,3})?['"][\w.-]{4,80}['"]/
        $login = /\.login\s{0,4}\(\s{0,4}(user\s{0,3}=\s{0,3})?['"][^'"\n]{2,60}['"]\s{0,4},\s{0,4}(passwd\s{0,3}=\s{0,3})?['"][^'"\n]{3,60}['"]/
        $store = /storbinary|storlines/
    condition:
        all of them
}
