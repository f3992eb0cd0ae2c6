rule source_codec_decodes
{
    meta:
        id = "MK-OBF-0038"
        author = "Meerkat"
        description = "Registers an encoding for source text that decodes more than letters: what it imports is not what stands there"
        behaviour = "obfuscation"
        points = "4.5"
        group = "odd-source-encoding"
        scope = "any"
        filetypes = "py pyw pyx"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Encodings of mail folders decode base64 too, to UTF-16; languages that become Python decode nothing"
    strings:
        $register = "codecs.register("
        $reads_1 = "BufferedIncrementalDecoder"
        $reads_2 = /self\.stream\s?=\s?(io\.|cStringIO\.)?StringIO\(/
        $decodes_1 = "b64decode("
        $decodes_2 = "b32decode("
        $decodes_3 = "85decode("
        $decodes_4 = "unhexlify("
        $decodes_5 = "bytes.fromhex("
        $decodes_6 = "decompress("
        $not_mail = "utf-16-be"
    condition:
        filesize < 60KB and $register and any of ($reads_*) and any of ($decodes_*) and not $not_mail
}
