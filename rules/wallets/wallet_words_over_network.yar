rule wallet_words_over_network
{
    meta:
        id = "MK-WAL-0010"
        author = "Meerkat"
        description = "Handles seed phrases or private keys and sends data to an address of its own in the same small file"
        behaviour = "wallets"
        points = "4.5"
        group = "private-key-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1657"
        reference = "https://attack.mitre.org/techniques/T1657/"
        date = "2026-11-24"
        status = "stable"
        fp_notes = "Clients of a custody service send keys that the user created there"
    strings:
        $chain_1 = "bip_utils"
        $chain_2 = "eth_account"
        $chain_3 = "solders"
        $chain_4 = "from mnemonic"
        $chain_5 = "bitcoinlib"
        $chain_6 = "hdwallet"
        $chain_7 = "tronpy"
        $chain_8 = "from web3"
        $chain_9 = "eth_keys"
        $chain_10 = "import Keypair"
        $secret = /\b(mnemonic|seed_?phrase|private_?key|secret_?key|_private_key|from_key|from_mnemonic|from_secret_key)\b/ nocase
        $send_1 = "websockets.connect("
        $send_2 = "ws.send("
        $send_3 = "requests.post("
        $send_4 = "httpx.post("
        $send_5 = "sendMessage"
        $send_6 = "/api/webhooks/"
        $send_7 = "smtplib"
        $send_8 = "urlopen("
        $send_9 = "session.post("
        $send_10 = "requests.get("
        $send_11 = "create_connection("
        $url = /['"](https?|wss?):\/\/[\w.-]{4,80}/
    condition:
        filesize < 30KB and any of ($chain_*) and $url and for any of ($send_*) : ( for any i in (1..#) : (
            $secret in (@[i] - 1500..@[i] + 1500)
        ) )
}
