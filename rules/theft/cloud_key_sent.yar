rule cloud_key_sent
{
    meta:
        id = "MK-THF-0036"
        author = "Meerkat"
        description = "Reads the cloud keys of the environment in a small module that also calls a web address"
        behaviour = "theft"
        points = "3.5"
        group = "cloud-key-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Small API clients behind cloud logins"
    strings:
        $key = /(AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|GOOGLE_APPLICATION_CREDENTIALS|AZURE_CLIENT_SECRET)/
        $read = /environ(\.get\s{0,2}\(|\[)|getenv\s{0,2}\(/
        $send = /\b(requests|httpx)\s{0,2}\.(get|post)\s{0,3}\(\s{0,3}f?['"]https?:|urlopen\s{0,3}\(\s{0,3}f?['"]https?:/
        $not_aws = "amazonaws.com"
        $not_boto = "boto3" fullword
        $not_sign = "AWS4-HMAC-SHA256"
    condition:
        filesize < 12KB and $key and $read and $send and not any of ($not_*)
}
