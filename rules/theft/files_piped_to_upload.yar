rule files_piped_to_upload
{
    meta:
        id = "MK-THF-0058"
        author = "Meerkat"
        description = "A shell command packs files and uploads the archive as it is made"
        behaviour = "theft"
        points = "4.6"
        group = "files-piped-to-upload"
        scope = "any"
        filetypes = "any"
        attack = "T1048"
        reference = "https://attack.mitre.org/techniques/T1048/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Backup and deployment scripts: those name a target that their user chose"
    strings:
        $piped = /\b(tar|zip)\s[^\n|]{2,200}\|\s{0,3}((gzip|xz|base64|openssl|gpg)\b[^\n|]{0,120}\|\s{0,3})?curl\s[^\n]{0,120}(-T\s?-|--upload-file[ =]-|@-)/
    condition:
        filesize < 200KB and $piped
}
