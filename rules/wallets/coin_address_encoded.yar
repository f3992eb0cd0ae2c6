rule coin_address_encoded
{
    meta:
        id = "MK-WAL-0013"
        author = "Meerkat"
        description = "Holds a coin address that is written encoded or backwards: honest code has no reason to hide where money goes"
        behaviour = "wallets"
        points = "5.0"
        group = "coin-address-encoded"
        scope = "any"
        filetypes = "any"
        attack = "T1027"
        reference = "https://attack.mitre.org/techniques/T1027/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Test vectors of encodings"
    strings:
        $hex = /['"]3078(3[0-9]|[46][1-6]){40}['"]/
        $base64 = /['"]MHg[wxyz0-5][A-Za-z0-9+\/]{52}['"]/
        $reversed = /['"][0-9a-fA-F]{40}x0['"]/
        $reversed_coin = /['"][02-9ac-hj-np-z]{35,60}1cb['"]/
    condition:
        any of them
}
