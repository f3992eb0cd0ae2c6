rule address_with_open_end
{
    meta:
        id = "MK-WAL-0018"
        author = "Meerkat"
        description = "Completes a coin address that stands in the code by the end of another one, so that they look alike"
        behaviour = "wallets"
        points = "5.0"
        group = "coin-address-swap"
        scope = "any"
        filetypes = "any"
        attack = "T1657"
        reference = "https://attack.mitre.org/techniques/T1657/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "None known"
    strings:
        $btc = /['"](bc1q|bc1p)[02-9ac-hj-np-z]{16,58}\{\w{0,10}\}['"]/
        $eth = /['"]0x[0-9a-fA-F]{28,39}\{\w{0,10}\}['"]/
        $ends_1 = "endswith("
        $ends_2 = "[-1:]"
        $ends_3 = "[-2:]"
        $ends_4 = "[-3:]"
        $ends_5 = "[-4:]"
        $ends_6 = "[-5:]"
        $ends_7 = "[-6:]"
    condition:
        filesize < 200KB and any of ($btc, $eth) and any of ($ends_*)
}
