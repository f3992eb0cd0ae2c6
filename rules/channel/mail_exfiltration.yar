rule mail_exfiltration
{
    meta:
        id = "MK-CHN-0020"
        author = "Meerkat"
        description = "Logs in to a mail account from the source and sends local data with it"
        behaviour = "channel"
        points = "2.0"
        group = "mail-exfiltration"
        scope = "any"
        filetypes = "any"
        attack = "T1048"
        reference = "https://attack.mitre.org/techniques/T1048/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Teaching scripts with a mail account of the author"
    strings:
        $smtp = /smtplib\.SMTP(_SSL)?\s{0,4}\(\s{0,4}['"](smtp\.(gmail|mail|office365|yandex|yahoo|mailtrap|zoho)\.?\w{0,10}|[\w.-]{4,60})['"]/
        $login = /\.login\s{0,4}\(\s{0,4}['"][\w.+-]{2,60}@[\w.-]{3,60}['"]\s{0,4},\s{0,4}['"][^'"\n]{4,60}['"]/
        $login2 = /(password|passwd|pwd|app_password|pass)\s{0,4}=\s{0,4}['"][^'"\n]{6,60}['"]/
        $data_1 = "ImageGrab" fullword
        $data_2 = "Listener("
        $data_3 = "Login Data" fullword
        $data_4 = "getcwd("
        $data_5 = "gethostname("
        $data_6 = "getlogin("
        $data_7 = "getuser("
        $data_8 = "os.environ" fullword
        $data_9 = "platform.uname" fullword
    condition:
        filesize < 100KB and $smtp and ($login or $login2) and any of ($data_*)
}
