rule coins_sent_to_address_in_code
{
    meta:
        id = "MK-WAL-0014"
        author = "Meerkat"
        description = "Moves the whole balance to an address that stands in the code"
        behaviour = "wallets"
        points = "5.0"
        group = "coins-sent-to-address-in-code"
        scope = "any"
        filetypes = "any"
        attack = "T1657"
        reference = "https://attack.mitre.org/techniques/T1657/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Demonstrations on test networks"
    strings:
        $all = "transfer_all"
        $to = /['"]dest['"]\s{0,3}:\s{0,3}(\{\s{0,3}['"]Id['"]\s{0,3}:\s{0,3})?['"]5[1-9A-HJ-NP-Za-km-z]{46,47}['"]/
    condition:
        filesize < 100KB and $all and $to
}
