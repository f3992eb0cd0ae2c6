rule wallet_database_sent
{
    meta:
        id = "MK-WAL-0016"
        author = "Meerkat"
        description = "Reads the private keys out of a wallet's database, and posts what it found"
        behaviour = "wallets"
        points = "5.5"
        group = "wallet-database-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1555"
        reference = "https://attack.mitre.org/techniques/T1555/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Wallet libraries read their own keys, and send transactions, not keys"
    strings:
        $query = /\bselect\b[^;'"]{0,120}\b(private(_?key)?|wif|mnemonic|seed|secret)\b[^;'"]{0,120}\bfrom\s{1,4}\w{0,20}(keys?|wallets?|accounts?|masterkeys)\b/ nocase
        $send_1 = /\b(requests|httpx|session)\.(post|put)\s{0,3}\(/
        $send_2 = "urlopen("
        $send_3 = "Request("
        $send_4 = ".sendall("
        $address_1 = "https://"
        $address_2 = "http://"
    condition:
        filesize < 60KB and $query and any of ($send_*) and any of ($address_*)
}
