rule wallet_drained
{
    meta:
        id = "MK-WAL-0012"
        author = "Meerkat"
        description = "Takes a key and moves the whole balance to an address that stands in the code"
        behaviour = "wallets"
        points = "4.5"
        group = "wallet-drained"
        scope = "any"
        filetypes = "any"
        attack = "T1657"
        reference = "https://attack.mitre.org/techniques/T1657/"
        date = "2026-11-24"
        status = "stable"
        fp_notes = "Faucets and tests send from a key of their own"
    strings:
        $key_1 = "from_base58_string("
        $key_2 = "Account.from_key("
        $key_3 = "privateKeyToAccount("
        $key_4 = "from_secret_key("
        $key_5 = "Keypair.from_bytes("
        $key_6 = "from_mnemonic("
        $balance_1 = "get_balance("
        $balance_2 = "getBalance("
        $balance_3 = "get_token_accounts_by_owner("
        $send_1 = "send_transaction("
        $send_2 = "send_raw_transaction("
        $send_3 = "sendTransaction("
        $own_1 = /Pubkey\.from_string\s{0,3}\(\s{0,3}['"][1-9A-HJ-NP-Za-km-z]{32,44}['"]/
        $own_2 = /['"]to['"]\s{0,3}:\s{0,3}(Web3\.to_checksum_address\(\s{0,3})?['"]0x[0-9a-fA-F]{40}['"]/
        $own_3 = /=\s{0,3}['"]0x[0-9a-fA-F]{40}['"]/
        $program = /Pubkey\.from_string\s{0,3}\(\s{0,3}['"](Memo|Token|AToken|111111|Compute|Sysvar|So1111|meta)/
    condition:
        filesize < 30KB and any of ($key_*) and any of ($balance_*) and any of ($send_*) and (#own_1 > #program or any of ($own_2, $own_3))
}
