rule dead_drop_resolver
{
    meta:
        id = "MK-CHN-0019"
        author = "Meerkat"
        description = "Reads its next address or code from a public profile, repository, chain or calendar page and decodes it"
        behaviour = "channel"
        points = "3.0"
        group = "dead-drop-resolver"
        scope = "any"
        filetypes = "any"
        attack = "T1102.001"
        reference = "https://attack.mitre.org/techniques/T1102/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Clients of those services rarely decode and run"
    strings:
        $steam = /steamcommunity\.com\/(profiles|id)\//
        $tme = /https?:\/\/t\.me\/[\w+]{4,60}/
        $gh1 = /api\.github\.com\/search\/(commits|repositories|code|issues)/
        $icp = /\.(icp0\.io|ic0\.app|raw\.icp0\.io)\b/
        $cal = /calendar\.(app\.google|google\.com)\/[\w\/-]{8,80}/
        $chain1 = /(bsc-dataseed|polygon-rpc|rpc-amoy|data-seed-prebsc|mainnet\.infura|eth_call|api\.trongrid|api\.mainnet-beta\.solana|api\.devnet\.solana)/
        $chain2 = /(getSignaturesForAddress|eth_getTransactionByHash|eth_getStorageAt|getTransaction)/
        $yt = /youtube\.com\/(channel|watch|@)[^\s'"]{3,60}/
        $reddit = /reddit\.com\/(user|r)\/[\w]{3,40}\/?(about|comments)?\.json/
        $decode = /\b(b64decode|b85decode|unhexlify|fromhex|decompress|decrypt)\s{0,4}\(/
        $act = /\b(exec|eval)\s{0,4}\(\s{0,4}[\w.(]{1,60}|\bsubprocess\.(Popen|run|call)\s{0,4}\(|\bos\.(system|popen)\s{0,4}\(/
    condition:
        filesize < 200KB and $decode and $act and any of ($steam, $tme, $gh1, $icp, $cal, $chain1, $chain2, $yt, $reddit)
}
