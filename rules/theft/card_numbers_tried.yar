rule card_numbers_tried
{
    meta:
        id = "MK-THF-0043"
        author = "Meerkat"
        description = "Feeds card numbers with their codes to a shop's checkout, or passes them on: a tool for stolen cards"
        behaviour = "theft"
        points = "4.5"
        group = "card-numbers"
        scope = "any"
        filetypes = "any"
        attack = "T1657"
        reference = "https://attack.mitre.org/techniques/T1657/"
        date = "2026-11-24"
        status = "stable"
        fp_notes = "Client libraries of payment providers, which use the provider's own names"
    strings:
        $code_1 = /['"\s,(|]cv[vc]2?['"\s,)=|]/ nocase
        $number_1 = "card_number" nocase
        $number_2 = "cardNumber"
        $number_3 = "ccnum" nocase
        $number_4 = /\b(card|cc)\s{0,3},\s{0,3}(mm?|month|mes|exp\w{0,12})\s{0,3},\s{0,3}(yy?|year|ano|\w{1,12})\s{0,3},\s{0,3}cv[vc]/ nocase
        $number_5 = /['"]card['"]\s{0,3}:[^\n]{0,60}['"]cv[vc]2?['"]\s{0,3}:/ nocase
        $shop_1 = "wc-ajax=" nocase
        $shop_2 = "add-to-cart" nocase
        $shop_3 = "woocommerce" nocase
        $shop_5 = /split\s{0,3}\(\s{0,3}['"]\|['"]\s{0,3}\)/
        $shop_6 = /['"]\|['"]\.join\(/
        $net_1 = ".post("
        $net_2 = "requests.get("
    condition:
        filesize < 60KB and $code_1 and any of ($number_*) and any of ($shop_1, $shop_2, $shop_3, $shop_5, $shop_6) and any of ($net_*)
}
