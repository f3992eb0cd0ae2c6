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
        $steam_1 = "steamcommunity.com/id/"
        $steam_2 = "steamcommunity.com/profiles/"
        $tme = /https?:\/\/t\.me\/[\w+]{4,60}/
        $gh1_1 = "api.github.com/search/code"
        $gh1_2 = "api.github.com/search/commits"
        $gh1_3 = "api.github.com/search/issues"
        $gh1_4 = "api.github.com/search/repositories"
        $icp_1 = ".ic0.app"
        $icp_2 = ".icp0.io"
        $cal = /calendar\.(app\.google|google\.com)\/[\w\/-]{8,80}/
        $chain1_1 = "api.devnet.solana"
        $chain1_2 = "api.mainnet-beta.solana"
        $chain1_3 = "api.trongrid"
        $chain1_4 = "bsc-dataseed"
        $chain1_5 = "data-seed-prebsc"
        $chain1_6 = "eth_call"
        $chain1_7 = "mainnet.infura"
        $chain1_8 = "polygon-rpc"
        $chain1_9 = "rpc-amoy"
        $chain2_1 = "eth_getStorageAt"
        $chain2_2 = "getSignaturesForAddress"
        $chain2_3 = "getTransaction"
        $yt = /youtube\.com\/(channel|watch|@)[^\s'"]{3,60}/
        $reddit = /reddit\.com\/(user|r)\/[\w]{3,40}\/?(about|comments)?\.json/
        $decode_1 = "b64decode("
        $decode_2 = "b85decode("
        $decode_3 = "decompress("
        $decode_4 = "decrypt("
        $decode_5 = "fromhex("
        $decode_6 = "unhexlify("
        $act = /\b(exec\(|eval\()\s{0,4}[\w.(]{1,60}|\bsubprocess\.(Popen|run|call)\s{0,4}\(|\b(os\.system|os\.popen)\s{0,4}\(/
    condition:
        filesize < 200KB and any of ($decode_*) and $act and any of ($steam_*, $tme, $gh1_*, $icp_*, $cal, $chain1_*, $chain2_*, $yt, $reddit)
}
