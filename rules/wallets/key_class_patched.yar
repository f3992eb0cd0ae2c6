rule key_class_patched
{
    meta:
        id = "MK-WAL-0009"
        author = "Meerkat"
        description = "Replaces the method by which another library makes or loads keys: sees every private key that the program uses"
        behaviour = "wallets"
        points = "5.5"
        group = "key-class-patched"
        scope = "any"
        filetypes = "any"
        attack = "T1056"
        reference = "https://attack.mitre.org/techniques/T1056/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tests that put a fixed key in place"
    strings:
        $lib1 = "solders" fullword
        $lib2 = "solana" fullword
        $lib3 = "eth_account" fullword
        $lib4 = "web3" fullword
        $lib5 = "eth_keys" fullword
        $lib6 = "bip_utils" fullword
        $lib7 = "tronpy" fullword
        $lib8 = "nacl" fullword
        $lib9 = "ecdsa" fullword
        $lib10 = "mnemonic" fullword
        $lib11 = "bitcoinlib" fullword
        $patch1 = /\n[ \t]{0,12}\w{1,30}\.(from_bytes|from_seed\w{0,30}|from_key|from_secret_key|from_base58_string|from_mnemonic|from_string|create_with_mnemonic|create|generate|to_mnemonic|privateKeyToAccount)\s{0,3}=\s{0,3}(staticmethod|classmethod|functools|_?\w{1,30}\s{0,2}[\n(])/
        $patch2 = /setattr\s{0,3}\(\s{0,3}\w{1,30}\s{0,3},\s{0,3}['"](from_bytes|from_seed\w{0,30}|from_key|from_secret_key|from_mnemonic|create_with_mnemonic|create|generate|to_mnemonic|__init__|__new__)['"]/
        $patch3 = /\n[ \t]{0,12}(Keypair|Account|LocalAccount|PrivateKey|SigningKey|\w{1,20}\.(Keypair|Account|LocalAccount|PrivateKey|SigningKey))\.(__init__|__new__)\s{0,3}=/
        $patch4 = /\n[ \t]{0,12}\w{0,19}[^f\W]\.(Keypair|LocalAccount|SigningKey|PrivateKey)\s{0,3}=\s{0,3}[A-Za-z_]/
        $by_name = /setattr\s{0,3}\(\s{0,3}\w{1,30}(\.\w{1,30}){0,2}\s{0,3},\s{0,3}\w{1,20}\s{0,3},/
        $name1 = "'from_bytes'"
        $name2 = "\"from_bytes\""
        $name3 = /['"]from_seed(_phrase_and_passphrase)?['"]/
        $name4 = "\"from_base58_string\""
        $name5 = "'from_base58_string'"
        $name6 = /['"]from_(key|mnemonic|secret_key)['"]/
    condition:
        any of ($lib*) and (any of ($patch*) or ($by_name and 2 of ($name*)))
}
