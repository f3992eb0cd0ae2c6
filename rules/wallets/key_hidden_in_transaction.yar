rule key_hidden_in_transaction
{
    meta:
        id = "MK-WAL-0006"
        author = "Meerkat"
        description = "Puts a private key into a transaction or memo on a chain: theft that looks like blockchain traffic"
        behaviour = "wallets"
        points = "4.0"
        group = "key-hidden-in-transaction"
        scope = "any"
        filetypes = "any"
        attack = "T1567"
        reference = "https://attack.mitre.org/techniques/T1567/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $memo1_1 = "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo"
        $memo1_2 = "MemoParams"
        $memo1_3 = "MemoProgram"
        $memo1_4 = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"
        $memo1_5 = "create_memo"
        $memo1_6 = "spl.memo"
        $data = /['"]data['"]\s{0,4}:\s{0,4}[^\n]{0,80}(encrypt|hex|to_hex|encoded|key)/
        $key1_1 = "keypair" nocase
        $key1_2 = "mnemonic" nocase
        $key1_3 = "private_key" nocase
        $key1_4 = "privatekey" nocase
        $key1_5 = "secret_key" nocase
        $key1_6 = "secretkey" nocase
        $key1_7 = "seed" nocase
        $enc1_1 = ".encrypt("
        $enc1_2 = "PKCS1_OAEP"
        $enc1_3 = "RSA.import"
        $enc1_4 = "load_pem_public_key"
        $net1_1 = "HTTPProvider"
        $net1_2 = "api.devnet.solana"
        $net1_3 = "api.mainnet-beta.solana"
        $net1_4 = "polygon-rpc"
        $net1_5 = "rpc-amoy.polygon"
        $net1_6 = "sendRawTransaction"
        $net1_7 = "sendTransaction"
        $net1_8 = "send_raw_transaction"
        $net1_9 = "send_transaction"
        $patch = /(Keypair|Account|LocalAccount)\.(from_\w{1,30}|__init__|create|__new__)\s{0,4}=|setattr\s{0,4}\(\s{0,4}(Keypair|Account)|functools\.wraps|__init__\s{0,3}=|threading\.Thread/
    condition:
        filesize < 100KB and (any of ($memo1_*) or $data) and any of ($key1_*) and any of ($enc1_*) and any of ($net1_*) and $patch
}
