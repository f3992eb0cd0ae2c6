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
        $pem_1 = "-----BEGIN PUBLIC KEY-----"
        $pem_2 = "-----BEGIN RSA PUBLIC KEY-----"
        $load1_1 = "PublicKey.load"
        $load1_2 = "RSA.importKey"
        $load1_3 = "RSA.import_Key"
        $load1_4 = "RSA.import_key"
        $load1_5 = "RSA.importkey"
        $load1_6 = "load_pem_public_key"
        $load1_7 = "load_publickey"
        $load2 = /openssl['",\s]{1,6}(rsautl|pkeyutl|enc|rand)/
        $enc1_1 = "AES.new"
        $enc1_2 = "AESGCM"
        $enc1_3 = "ChaCha20"
        $enc1_4 = "Fernet"
        $enc1_5 = "OAEP("
        $enc1_6 = "PKCS1_OAEP"
        $enc1_7 = "aes-256"
        $enc1_8 = "padding.PKCS1v15"
        $pack_1 = "expanduser"
        $pack_2 = "id_rsa"
        $pack_3 = "make_archive"
        $pack_4 = "os.environ"
        $pack_5 = "private_key"
        $pack_6 = "privatekey"
        $pack_7 = "tarfile"
        $pack_8 = "zipfile"
        $sink1_1 = "httpx.post("
        $sink1_2 = "httpx.put("
        $sink1_3 = "requests.post("
        $sink1_4 = "requests.put("
        $sink2 = "urlopen" fullword
        $sink3 = /curl['",\s][^\n]{0,120}(-X|--data|-d|-F|-T)/
        $sink4 = "/api/webhooks/"
        $sink5 = "gethostbyname("
    condition:
        filesize < 200KB and any of ($pem_*) and (any of ($load1_*) or $load2) and any of ($enc1_*) and any of ($pack_*) and any of ($sink*)
}
