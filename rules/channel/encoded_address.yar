rule encoded_address
{
    meta:
        id = "MK-CHN-0026"
        author = "Meerkat"
        description = "Keeps a web address in base64 or hex: hides whom it talks to"
        behaviour = "channel"
        points = "4.0"
        group = "encoded-address"
        scope = "any"
        filetypes = "any"
        attack = "T1027.013"
        reference = "https://attack.mitre.org/techniques/T1027/013/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Anti-scraping code of API wrappers, test data"
    strings:
        $b64 = /['"](aHR0cHM6Ly|aHR0cDovL|d3NzOi8v|ZnRwOi8v)[A-Za-z0-9+\/=]{6,400}['"]/
        $hex = /['"]68747470(73)?3a2f2f[0-9a-f]{8,400}['"]/ nocase
        $rev = /['"][\w\/.=&?-]{4,200}(\/\/:sptth|\/\/:ptth)['"]/
        $call = /(gethostbyname|urlopen|connect|requests\.get|requests\.post|Request)\s{0,3}\(\s{0,3}\(?\s{0,3}(base64\.)?(b64decode|b32decode|fromhex|unhexlify)\s{0,3}\(/
    condition:
        any of them
}
