rule mail_copied_to_stranger
{
    meta:
        id = "MK-THF-0046"
        author = "Meerkat"
        description = "Sends a hidden copy of every mail to an address that stands in the code"
        behaviour = "theft"
        points = "4.6"
        group = "mail-copied-to-stranger"
        scope = "any"
        filetypes = "any"
        attack = "T1114.003"
        reference = "https://attack.mitre.org/techniques/T1114/003/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Internal tools that copy their own team"
    strings:
        $copy = /(['"]Bcc['"]\s{0,3}\]?\s{0,3}[:=,]|\bBcc\s{0,3}=)\s{0,3}\[?\s{0,3}(\{\s{0,3}['"](email|address)['"]\s{0,3}:\s{0,3})?['"][\w.+-]{1,40}@[\w-]{2,40}\.[\w.]{2,20}['"]/ nocase
        $also = /\b(rcpt|recipients?|to_addrs?|envelope\w{0,3}|bcc)\w{0,6}\s{0,2}(\.(append|extend|add)\(|\+=)\s{0,2}[\[(]?\s{0,2}['"][\w.+-]{1,40}@[\w-]{2,40}\.[\w.]{2,20}['"]/
        $send_1 = ".post("
        $send_2 = "sendmail("
        $send_3 = "send_message("
        $send_4 = "send_email("
        $send_5 = ".send("
        $send_6 = "send_mail("
        $send_7 = "EmailMessage("
        $send_8 = "email.utils"
    condition:
        filesize < 100KB and ($copy or $also) and any of ($send_*)
}
