rule bytes_as_identifiers
{
    meta:
        id = "MK-OBF-0034"
        author = "Meerkat"
        description = "Keeps bytes as a list of UUIDs, MAC or IP addresses and joins them: a payload in a harmless dress"
        behaviour = "obfuscation"
        points = "3.5"
        group = "bytes-as-identifiers"
        scope = "any"
        filetypes = "any"
        attack = "T1027.013"
        reference = "https://attack.mitre.org/techniques/T1027/013/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Lists of constant UUIDs that are never turned into bytes"
    strings:
        $back1 = /UUID\s{0,3}\(\s{0,3}\w{1,30}\s{0,3}\)\.bytes(_le)?\s{1,3}for\b/
        $back2 = /inet_(aton|pton)\s{0,3}\([^\n)]{1,60}\)\s{1,3}for\b/
        $back3 = /ip_address\s{0,3}\(\s{0,3}\w{1,30}\s{0,3}\)\.packed\s{1,3}for\b/
        $back4 = "UuidFromStringA"
        $back5 = "RtlIpv4StringToAddress"
        $back6 = "RtlEthernetStringToAddress"
        $back7 = /(\.replace|\.split)\s{0,3}\(\s{0,3}['"][:-]['"][^\n]{0,40}\)\s{0,3}\)?\s{1,3}for\s[^\n]{1,40}\bmacs?\b/
        $join1 = "join("
        $join2 = "bytearray("
        $join3 = "memmove("
        $join4 = "VirtualAlloc"
        $sink1 = /\b(exec\(|eval\()/
        $sink2 = "VirtualAlloc"
        $sink3 = "marshal.loads("
        $sink4 = "Popen("
        $sink5 = "EnumSystemLocales"
    condition:
        for any of ($back*) : ( for any i in (1..#) : (
            any of ($join*) in (@[i] - 3000..@[i] + 3000) and any of ($sink*) in (@[i] - 3000..@[i] + 3000)
        ) )
}
