rule xor_decoding
{
    meta:
        id = "MK-OBF-0010"
        author = "Meerkat"
        description = "Decodes bytes by XOR with a key: hides text or programs from scanners"
        behaviour = "obfuscation"
        points = "1.5"
        group = "xor"
        scope = "any"
        filetypes = "any"
        attack = "T1027.013"
        reference = "https://attack.mitre.org/techniques/T1027/013/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Protocol libraries (websocket masks), games, crypto exercises"
    strings:
        $chr = /chr\s{0,2}\(\s{0,3}(ord\s{0,2}\(\s{0,3}[\w\[\]. %()]{1,40}\)|[\w\[\]]{1,20})\s{0,3}\^\s{0,3}(ord\s{0,2}\(|\w)/
        $bytes = /bytes(array)?\s{0,2}\(\s{0,3}\[?\(?\s{0,3}\w{1,20}(\[[^\]\n]{1,30}\])?\s{0,3}\^\s{0,3}[\w\[\]% ().]{1,60}\s{1,3}for\s{1,3}/
        $join = /\^\s{0,3}ord\s{0,2}\(\s{0,3}\w{1,20}\s{0,2}\[\s{0,2}\w{1,10}\s{0,3}%\s{0,3}len\s{0,2}\(/
        $cycle = /\^\s{0,3}\w{1,12}\s{1,3}for\s{1,3}\(?\s{0,3}\w{1,12}\s{0,3},\s{0,3}\w{1,12}\s{0,3}\)?\s{1,3}in\s{1,3}zip\s{0,3}\([^\n]{0,60}cycle/
    condition:
        any of them
}
