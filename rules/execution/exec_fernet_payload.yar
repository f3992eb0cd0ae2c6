rule exec_fernet_payload
{
    meta:
        id = "MK-EXE-0004"
        author = "Meerkat"
        description = "Decrypts text with a key that stands beside it and runs it: encryption only against readers"
        behaviour = "execution"
        points = "5.5"
        group = "exec-decoded"
        scope = "any"
        filetypes = "any"
        attack = "T1027.013"
        reference = "https://attack.mitre.org/techniques/T1027/013/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Honest software keeps keys out of the source and does not run what it decrypts"
    strings:
        $fernet = /Fernet\s{0,4}\(\s{0,8}b?['"][\w-]{43}=['"]\s{0,4}\)\s{0,4}\.\s{0,4}decrypt\s{0,4}\(/
        $near = /\b(exec\(|eval\()\s{0,8}[\w.(\s]{0,20}Fernet\s{0,4}\(/
        $token = "gAAAAA"
        $decrypt = ".decrypt("
        $exec = /\b(exec\(|eval\()/
        $fernet_name = "Fernet" fullword
    condition:
        $near or ($fernet and $exec) or
        ($fernet_name and $decrypt and $token and for any i in (1..#exec) : ( $decrypt in (@exec[i]..@exec[i] + 120) ))
}
