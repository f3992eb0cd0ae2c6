rule trust_and_proxy_changed
{
    meta:
        id = "MK-EVA-0021"
        author = "Meerkat"
        description = "Adds to the certificates that Python trusts and sends its traffic through a host of its own: reads what is encrypted"
        behaviour = "evasion"
        points = "5.0"
        group = "trust-and-proxy"
        scope = "any"
        filetypes = "any"
        attack = "T1557"
        reference = "https://attack.mitre.org/techniques/T1557/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Debugging proxies put their own certificate in, and run on the same machine"
    strings:
        $store_1 = "certifi.where("
        $store_2 = "SSL_CERT_FILE"
        $store_3 = "REQUESTS_CA_BUNDLE"
        $add = /open\s{0,2}\([^\n]{1,60}['"]ab?['"]|environ(\.setdefault\(\s{0,4}|\[)['"](SSL_CERT_FILE|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)/
        $proxy = /(HTTPS?_PROXY|https?_proxy|ALL_PROXY)['"]\]?[^\n]{0,40}[=,]\s{0,3}f?['"](https?|socks5h?):\/\/[\w-]{1,40}\.[\w.-]{2,60}/
        $near = /(HTTPS?_PROXY|https?_proxy|ALL_PROXY)['"]\]?[^\n]{0,40}[=,]\s{0,3}f?['"](https?|socks5h?):\/\/(127\.|localhost|10\.|192\.168\.)/
    condition:
        filesize < 40KB and any of ($store_*) and $add and $proxy and not $near
}
