rule cloud_session_patched
{
    meta:
        id = "MK-THF-0044"
        author = "Meerkat"
        description = "Replaces the method by which a cloud library gives credentials, and reads the secret key"
        behaviour = "theft"
        points = "4.5"
        group = "cloud-session-patched"
        scope = "any"
        filetypes = "any"
        attack = "T1556"
        reference = "https://attack.mitre.org/techniques/T1556/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Tests that give fixed credentials do not send them"
    strings:
        $patch = /\.get_(frozen_)?credentials\s{0,3}=\s{0,3}[A-Za-z_]\w{0,40}\s{0,2}[\r\n]/
        $key = ".secret_key"
        $net_1 = "HTTPSConnection("
        $net_2 = "requests.post("
        $net_3 = "urlopen" fullword
        $net_4 = "httpx.post("
    condition:
        filesize < 100KB and $patch and $key and any of ($net_*)
}
