rule private_key_sent
{
    meta:
        id = "MK-WAL-0005"
        author = "Meerkat"
        description = "Sends a private key, seed phrase or mnemonic to a server: nobody honest ever needs that"
        behaviour = "wallets"
        points = "4.5"
        group = "private-key-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1552.004"
        reference = "https://attack.mitre.org/techniques/T1552/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Custody clients that send encrypted keys"
    strings:
        $post1 = /(requests\.|httpx\.|session\.|client\.)(post|get|put)\s{0,4}\([^\n]{0,200}(private_?key|mnemonic|seed_?phrase|secret_?key|keypair|seed\b|wallet_?key)/ nocase
        $post2 = /(json|data|params|text|content|message|payload)\w{0,10}\s{0,4}=\s{0,4}\{?[^\n]{0,120}(private_?key|mnemonic|seed_?phrase|keypair)[^\n]{0,100}/ nocase
        $post3 = /(private_?key|mnemonic|seed_?phrase|keypair)[^\n]{0,120}\n?[^\n]{0,120}\b(requests\.(post|get)|urlopen|sendMessage|webhook)/ nocase
        $urlopen = /urlopen[ (][^\n]{0,200}(private_?key|mnemonic|seed_?phrase|keypair)/ nocase
        $sink1_1 = "httpx.get("
        $sink1_2 = "httpx.post("
        $sink1_3 = "httpx.put("
        $sink1_4 = "requests.get("
        $sink1_5 = "requests.post("
        $sink1_6 = "requests.put("
        $sink2 = "/api/webhooks/"
        $sink3 = "api.telegram.org"
        $sink4 = "urlopen("
        $chain = /\b(solders|solana|web3|eth_account|bip_?utils|mnemonic|tronpy|bitcoinlib|hdwallet|ecdsa|nacl|eth_keys|xrpl|coincurve)\b/
        $not_rpc = "jsonrpc"
    condition:
        filesize < 100KB and $chain and ($post1 or $urlopen or (($post2 or $post3) and any of ($sink*))) and not $not_rpc
}
