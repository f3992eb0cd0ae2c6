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
        $asar = /app\.asar/
        $app = /(exodus|atomic|ledger live|electrum|trezor|guarda|MetaMask)/ nocase
        $write1 = /shutil\.(copy|move|copyfile)\s{0,4}\(/
        $write2 = "urlretrieve("
        $write3 = /['"]wb['"]/
    condition:
        $asar and $app and any of ($write*)
}
