rule exchange_keys_sent
{
    meta:
        id = "MK-WAL-0011"
        author = "Meerkat"
        description = "Posts an API key together with its secret: a wrapper of an exchange or service that copies its user's keys"
        behaviour = "wallets"
        points = "4.5"
        group = "credentials-copied"
        scope = "any"
        filetypes = "any"
        attack = "T1528"
        reference = "https://attack.mitre.org/techniques/T1528/"
        date = "2026-11-24"
        status = "stable"
        fp_notes = "Sign-in to the service that the key belongs to"
    strings:
        $both = /\.(post|put|get|request)\s{0,3}\([^\n]{0,200}['"](api_?key|apikey|access_?key)['"][^\n]{0,120}['"](api_?)?secret(_?key)?['"]/ nocase
        $both_get = /\.(post|put|request)\s{0,3}\([^\n]{0,160}api_?key[^\n]{0,60}api_?secret/ nocase
        $exchange_1 = "ccxt"
        $exchange_2 = "binance" nocase
        $exchange_3 = "kucoin" nocase
        $exchange_4 = "bybit" nocase
        $exchange_5 = "okx.com" nocase
        $exchange_6 = "mexc" nocase
        $exchange_7 = "coinbase" nocase
        $exchange_8 = "alpaca" nocase
        $exchange_9 = "hyperliquid" nocase
    condition:
        filesize < 60KB and any of ($both*) and any of ($exchange_*)
}
