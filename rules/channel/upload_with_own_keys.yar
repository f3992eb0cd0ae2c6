rule upload_with_own_keys
{
    meta:
        id = "MK-CHN-0028"
        author = "Meerkat"
        description = "Uploads to cloud storage with keys that are written out: to its author's account, not its user's"
        behaviour = "channel"
        points = "4.0"
        group = "upload-with-own-keys"
        scope = "any"
        filetypes = "any"
        attack = "T1567.002"
        reference = "https://attack.mitre.org/techniques/T1567/002/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Examples and tests against a local store, which say so"
    strings:
        $keys_1 = /aws_access_key_id\s{0,3}=\s{0,3}['"][A-Za-z0-9]{12,40}['"][^)]{0,200}aws_secret_access_key\s{0,3}=\s{0,3}['"][A-Za-z0-9\/+=_-]{16,80}['"]/
        $keys_2 = /\bMinio\(\s{0,12}['"][\w.-]{4,80}(:\d{2,5})?['"]\s{0,3},\s{0,12}(access_key\s{0,3}=\s{0,3})?['"][A-Za-z0-9]{8,40}['"]\s{0,3},\s{0,12}(secret_key\s{0,3}=\s{0,3})?['"][A-Za-z0-9\/+=_-]{8,80}['"]/
        $up_1 = ".upload_file("
        $up_2 = ".upload_fileobj("
        $up_3 = ".put_object("
        $up_4 = ".fput_object("
        $not_here = /localhost|127\.0\.0\.1|play\.min\.io|minioadmin|moto|localstack|AKIAIOSFODNN7EXAMPLE/ nocase
    condition:
        filesize < 200KB and any of ($keys_*) and any of ($up_*) and not $not_here
}
