rule authorized_key_added
{
    meta:
        id = "MK-PER-0009"
        author = "Meerkat"
        description = "Adds an SSH key of a stranger to the account: a lasting back door"
        behaviour = "persistence"
        points = "4.5"
        group = "authorized-key-added"
        scope = "any"
        filetypes = "any"
        attack = "T1098.004"
        reference = "https://attack.mitre.org/techniques/T1098/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Provisioning tools take the key from their user"
    strings:
        $file = "authorized_keys"
        $key = /ssh-(rsa|ed25519|dss) AAAA[A-Za-z0-9+\/]{20}|ecdsa-sha2-nistp\d{3} AAAA/
        $write1_1 = ".write("
        $write1_2 = ".write_text("
        $write2 = "echo "
    condition:
        $file and $key and any of ($write*)
}
