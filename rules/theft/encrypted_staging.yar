rule encrypted_staging
{
    meta:
        id = "MK-THF-0031"
        author = "Meerkat"
        description = "Encrypts collected data with a public key in the source and sends it: only the thief can read it"
        behaviour = "theft"
        points = "4.0"
        group = "encrypted-staging"
        scope = "any"
        filetypes = "any"
        attack = "T1560.001"
        reference = "https://attack.mitre.org/techniques/T1560/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Clients that encrypt a login for one server; look whose"
    strings:
        $pem = /-----BEGIN (RSA )?PUBLIC KEY-----/
        $load1 = /load_pem_public_key|RSA\.import_?[kK]ey|load_publickey|PublicKey\.load/
        $load2 = /openssl['",\s]{1,6}(rsautl|pkeyutl|enc|rand)/
        $enc1 = /PKCS1_OAEP|OAEP\s{0,2}\(|AES\.new|AESGCM|Fernet|aes-256|padding\.PKCS1v15|ChaCha20/
        $pack = /tarfile|zipfile|make_archive|os\.environ|expanduser|private_?key|id_rsa/
        $sink1 = /\b(requests|httpx)\s{0,2}\.\s{0,2}(post|put)\s{0,4}\(/
        $sink2 = /\burlopen\s{0,4}\(/
        $sink3 = /curl[^\n]{0,120}(-X|--data|-d|-F|-T)/
        $sink4 = "/api/webhooks/"
        $sink5 = "gethostbyname("
    condition:
        filesize < 200KB and $pem and ($load1 or $load2) and $enc1 and $pack and any of ($sink*)
}
