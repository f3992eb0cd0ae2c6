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
        $key_1 = "AWS_ACCESS_KEY_ID"
        $key_2 = "AWS_SECRET_ACCESS_KEY"
        $key_3 = "AWS_SESSION_TOKEN"
        $key_4 = "AZURE_CLIENT_SECRET"
        $key_5 = "GOOGLE_APPLICATION_CREDENTIALS"
        $read_1 = "environ.get("
        $read_2 = "environ["
        $read_3 = "getenv("
        $send = /\b(requests|httpx)\s{0,2}\.(get|post)\s{0,3}\(\s{0,3}f?['"]https?:\/\/([^1\s'"]|1[^6])|urlopen[ (]\s{0,3}f?['"]https?:\/\/([^1\s'"]|1[^6])/
    condition:
        filesize < 12KB and any of ($key_*) and any of ($read_*) and $send
}
