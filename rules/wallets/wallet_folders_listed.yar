rule wallet_folders_listed
{
    meta:
        id = "MK-WAL-0001"
        author = "Meerkat"
        description = "Lists the data folders of many coin wallets: goes through all of them"
        behaviour = "wallets"
        points = "5.0"
        group = "wallet-folders-listed"
        scope = "any"
        filetypes = "any"
        attack = "T1005"
        reference = "https://attack.mitre.org/techniques/T1005/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Wallet recovery tools"
    strings:
        $exodus = /Exodus[\\\/'",\s]{1,8}exodus\.wallet|['"\\\/]exodus\.wallet/
        $electrum = /Electrum[\\\/'",\s]{1,8}wallets/
        $atomic = /atomic[\\\/'",\s]{1,8}Local Storage[\\\/'",\s]{1,8}leveldb/
        $eth = /Ethereum[\\\/'",\s]{1,8}keystore/
        $coinomi = /Coinomi[\\\/'",\s]{1,8}(Coinomi[\\\/'",\s]{1,8})?wallets/
        $jaxx = /com\.liberty\.jaxx/
        $guarda = /Guarda[\\\/'",\s]{1,8}Local Storage/
        $zcash = /['"\\\/]Zcash['"\\\/]/
        $armory = /['"\\\/]Armory['"\\\/]/
        $byte = /['"\\\/]bytecoin['"\\\/]/
        $dat = /(Bitcoin|Litecoin|Dash(Core)?|Dogecoin|DigiByte)[\\\/'",\s]{1,8}wallet/
        $wasabi = /WalletWasabi[\\\/'",\s]{1,8}Client/
        $ledger = /Ledger Live['"\\\/]/
        $solana = /\.config[\/'",\s]{1,6}solana[\/'",\s]{1,6}id\.json/
        $binance = /['"\\\/]Binance[\\\/'",\s]{1,8}(app-store\.json|\.finger-print)/
        $trezor = /@trezor[\\\/'",\s]{1,8}suite-desktop/
        $monero = /Monero[\\\/'",\s]{1,8}wallets/
    condition:
        3 of them
}
