rule odd_source_encoding
{
    meta:
        id = "MK-OBF-0017"
        author = "Meerkat"
        description = "Declares a source encoding that changes what the text says (utf-7, rot13, escape codecs)"
        behaviour = "obfuscation"
        points = "5.0"
        group = "odd-source-encoding"
        scope = "any"
        filetypes = "py pyw pyx"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tests of the tokenizer"
    strings:
        $cookie = /^(\xef\xbb\xbf)?([^\n]{0,120}\n)?[^\n]{0,20}#[^\n]{0,40}coding[:=][ \t]{0,4}(utf-?_?7|rot-?_?13|raw[-_]unicode[-_]escape|unicode[-_]escape|punycode|hex|base64|uu|quopri|zip|bz2|zlib|idna|utf-?16|utf-?32|cp037|cp500|cp1026|cp1140|cp273)/
        $plain = /coding[:=][ \t]{0,4}(utf-?_?7|rot-?_?13|raw[-_]unicode[-_]escape|unicode[-_]escape|punycode|uu[-_]?codec|hex[-_]codec|base64[-_]codec|quopri|zip[-_]codec|bz2[-_]codec|zlib[-_]codec)/
        $register = "codecs.register("
        $cookie_word = /coding[:=][ \t]{0,4}[a-z]{3,20}/
        $exec = /\b(exec\(|eval\()/
    condition:
        for any of ($cookie, $plain) : ( @ < 300 ) or ($register and $exec and @cookie_word < 200)
}
