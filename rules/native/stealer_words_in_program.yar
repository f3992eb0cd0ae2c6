rule stealer_words_in_program
{
    meta:
        id = "MK-NAT-0004"
        author = "Meerkat"
        description = "A native or frozen program that names browser stores, wallets or webhooks: a stealer in a binary"
        behaviour = "native"
        points = "4.0"
        group = "stealer-words-in-program"
        scope = "any"
        filetypes = "any"
        attack = "T1555.003"
        reference = "https://attack.mitre.org/techniques/T1555/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Browsers and database engines"
    strings:
        $elf = "\x7fELF"
        $macho = { CF FA ED FE }
        $w1 = "Login Data" ascii wide
        $w2 = "/api/webhooks/" ascii wide
        $w3 = "CryptUnprotectData" ascii wide
        $w4 = "encrypted_key" ascii wide
        $w5 = "leveldb" ascii wide
        $w6 = "wallet.dat" ascii wide
        $w7 = "api.telegram.org" ascii wide
        $w8 = "CurrentVersion\\Run" ascii wide
        $w9 = "stratum+tcp" ascii wide
        $w10 = "nkbihfbeogaeaoehlefnkodbefgpgknn" ascii wide
    condition:
        (uint16(0) == 0x5a4d or $elf at 0 or $macho at 0) and 3 of ($w*)
}
