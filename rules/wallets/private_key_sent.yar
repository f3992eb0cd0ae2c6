rule private_key_sent
{
    meta:
        id = "MK-WAL-0005"
        author = "Meerkat"
        description = "Sends a private key, seed phrase or mnemonic to a server: nobody honest ever needs that"
        behaviour = "wallets"
        points = "5.0"
        group = "private-key-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1552.004"
        reference = "https://attack.mitre.org/techniques/T1552/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Custody clients that send encrypted keys"
    strings:
        $post1 = /(req[u]est[s]\.|ht[t]px\.)(p[o]st|get|put)\s{0,4}\([^\n]{0,200}(private_?[kK]ey|PRIVATE_KEY|mnemonic|se(ed_?phrase|cret_?key)|keypair([^.\w]|\.(secret|to_|json))|wallet_?key)/
        $post_hex = /(requests|httpx|session|client)\.(post|get|put)\s{0,4}\([^\n]{0,200}\.(_?key|_private_key|privateKey|secret(\(\))?)(\.hex\s{0,2}\(|\.to_bytes)/
        $post2 = /['"](private_?key|mnemonic|seed_?phrase|secret_?key|wallet_?key|privatekey)['"]\s{0,3}:\s{0,3}([^r\s]|r[^e'"]|re[^.])/ nocase
        $post3 = /(private_?key|mnemonic|seed_?phrase)[^\n]{0,120}(\n[^\n]{0,60})?(requests\.post|requests\.get|sendMessage)/
        $urlopen = /url[o]p[e]n\s{0,4}\([^\n]{0,200}(private_?key|mnemonic|seed_?phrase|keypair)/
        $sink1_1 = "httpx.get("
        $sink1_2 = "httpx.post("
        $sink1_3 = "httpx.put("
        $sink1_4 = "requests.get("
        $sink1_5 = "requests.post("
        $sink1_6 = "requests.put("
        $sink2 = "/api/webhooks/"
        $sink3 = "api.telegram.org"
        $sink4 = "urlopen" fullword
        $chain = /\b(solders|solana|web3|eth_account|bip_?utils|mnemonic|tronpy|bitcoinlib|hdwallet|ecdsa|nacl|eth_keys|xrpl|coincurve)\b/
    condition:
        filesize < 100KB and $chain and ($post1 or $post_hex or $urlopen or ($post3 and any of ($sink*)) or for any i in (1..#post2) : ( any of ($sink*) in (@post2[i] - 400..@post2[i] + 400) ))
}
