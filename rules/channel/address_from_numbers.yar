rule address_from_numbers
{
    meta:
        id = "MK-CHN-0030"
        author = "Meerkat"
        description = "Puts the address of a machine together from numbers that are written out, so that nobody finds it by looking for one"
        behaviour = "channel"
        points = "4.2"
        group = "address-hidden"
        scope = "any"
        filetypes = "any"
        attack = "T1027"
        reference = "https://attack.mitre.org/techniques/T1027/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Tests of address libraries; addresses of this machine or its own network are left out"
    strings:
        $joined = /["']\.["']\s?\.join\(\s?(map\(\s?str,\s?|str\(\w{1,12}\) for \w{1,12} in )[\[(]\s?\d{1,3}(,\s?\d{1,3}){3}\s?[\])]/
        $filled = /["'](https?:\/\/|wss?:\/\/)?%[dsi]\.%[dsi]\.%[dsi]\.%[dsi][^"'\n]{0,40}["']\s?%\s?\(\s?\d{1,3}(,\s?\d{1,3}){3}\s?\)/
        $format = /\{\d?\}\.\{\d?\}\.\{\d?\}\.\{\d?\}[^"'\n]{0,40}["']\.format\(\s?\d{1,3}(,\s?\d{1,3}){3}\s?\)/
        $packed = /inet_ntoa\(\s?(struct\.)?pack\(\s?["'][!>]?[IL]["'],\s?(0x[0-9a-fA-F]{7,8}|\d{8,10})\s?\)/
        $number = /(ip_address|IPv4Address)\(\s?(0x[0-9a-fA-F]{7,8}|[1-9]\d{8,9})\s?\)/
        $not_joined = /\.join\(\s?map\(\s?str,\s?[\[(]\s?(127|10|0|255|192,\s?168|169,\s?254|22[4-9]|23\d),/
        $not_filled = /%[dsi]\.%[dsi]\.%[dsi]\.%[dsi][^"'\n]{0,40}["']\s?%\s?\(\s?(127|10|0|255|192,\s?168|169,\s?254|22[4-9]|23\d),/
    condition:
        filesize < 200KB and #joined + #filled + #format + #packed + #number > #not_joined + #not_filled
}
