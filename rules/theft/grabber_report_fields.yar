rule grabber_report_fields
{
    meta:
        id = "MK-THF-0029"
        author = "Meerkat"
        description = "Builds a report of a victim for a chat channel (passwords, cookies, tokens, IP, PC name): the form of a stealer"
        behaviour = "theft"
        points = "3.5"
        group = "grabber-report-fields"
        scope = "any"
        filetypes = "any"
        attack = "T1567"
        reference = "https://attack.mitre.org/techniques/T1567/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $embed = /['"](embeds|avatar_url|embed)['"]\s{0,4}:/
        $w1 = /passwords?\s{0,4}(found|grabbed|stolen|count)/ nocase
        $w2 = /cookies?\s{0,4}(found|grabbed|stolen|count|stealer)/ nocase
        $w3 = /(tokens?|accounts?)\s{0,4}(found|grabbed|grabber|stolen)/ nocase
        $w4 = /(new|another)\s{1,3}(victim|hit|slave|zombie|infected)/ nocase
        $w5 = /(grabber|stealer|stealler|\blogger by)\b/ nocase
        $w6 = "PC Name" nocase
        $w7 = /(has_?nitro|nitro type|nitro:|billing:|badges?:)/ nocase
        $w8 = "victim" fullword nocase
        $w9 = /2fa[ :_]|mfa[_ :]enabled/ nocase
    condition:
        $embed and 3 of ($w*)
}
