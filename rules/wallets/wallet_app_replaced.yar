rule wallet_app_replaced
{
    meta:
        id = "MK-WAL-0008"
        author = "Meerkat"
        description = "Changes the program files of a desktop wallet: it will hand over the password itself"
        behaviour = "wallets"
        points = "4.5"
        group = "wallet-app-replaced"
        scope = "any"
        filetypes = "any"
        attack = "T1554"
        reference = "https://attack.mitre.org/techniques/T1554/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $asar = "app.asar"
        $app_1 = "MetaMask" nocase
        $app_2 = "atomic" nocase
        $app_3 = "electrum" nocase
        $app_4 = "exodus" nocase
        $app_5 = "guarda" nocase
        $app_6 = "ledger live" nocase
        $app_7 = "trezor" nocase
        $write1_1 = "shutil.copy("
        $write1_2 = "shutil.copyfile("
        $write1_3 = "shutil.move("
        $write2 = "urlretrieve("
        $write3_1 = "\"wb\""
        $write3_2 = "\"wb'"
        $write3_3 = "'wb\""
        $write3_4 = "'wb'"
    condition:
        $asar and any of ($app_*) and any of ($write*)
}
