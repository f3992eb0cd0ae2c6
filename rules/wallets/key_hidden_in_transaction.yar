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
        $memo1 = /MemoProgram|MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr|Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo|create_memo|spl\.memo|MemoParams/
        $data = /['"]data['"]\s{0,4}:\s{0,4}[^\n]{0,80}(encrypt|hex|to_hex|encoded|key)/
        $key1 = /(private_?key|secret_?key|seed|mnemonic|keypair)/ nocase
        $enc1 = /RSA\.import|load_pem_public_key|PKCS1_OAEP|\.encrypt\s{0,4}\(/
        $net1 = /(api\.(devnet|mainnet-beta)\.solana|rpc-amoy\.polygon|polygon-rpc|send_raw_transaction|sendRawTransaction|send_transaction|sendTransaction|HTTPProvider)/
        $patch = /(Keypair|Account|LocalAccount)\.(from_\w{1,30}|__init__|create|__new__)\s{0,4}=|setattr\s{0,4}\(\s{0,4}(Keypair|Account)|functools\.wraps|__init__\s{0,3}=|threading\.Thread/
    condition:
        filesize < 100KB and ($memo1 or $data) and $key1 and $enc1 and $net1 and $patch
}
