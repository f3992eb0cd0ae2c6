rule exec_decoded_payload
{
    meta:
        id = "MK-EXE-0001"
        author = "Meerkat"
        description = "Runs text that it decodes first: hides what it does from readers"
        behaviour = "execution"
        points = "5.5"
        group = "exec-decoded"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Embedded bootstrap installers decode and run on purpose; look at what the decoded layer holds"
    strings:
        $exec = /\b(exec\(|eval\()\s{0,20}[\w.(\s]{0,80}(b64decode|b85decode|a85decode|b32decode|b16decode|decodebytes|a2b_base64|a2b_hex|codecs\.decode|fromhex|unhexlify|decompress|decrypt)\s{0,4}\(/
        $dunder = /\b(exec\(|eval\()\s{0,8}[^\n#]{0,120}__import__\(\s{0,4}['"](base64|zlib|lzma|bz2|gzip|marshal|codecs|binascii)['"]\s{0,4}\)/
        $compile = /\b(exec\(|eval\()\s{0,8}compile\s{0,4}\(\s{0,8}[\w.(\s]{0,60}(b64decode|b85decode|b32decode|fromhex|unhexlify|decompress|decrypt)\s{0,4}\(/
        // by a function that may stand in another module
        $helper = /\b(exec\(|eval\()\s{0,8}(compile\s{0,4}\(\s{0,8})?\w{1,30}(\.\w{1,30})?\(\s{0,8}r?b?['"][A-Za-z+\/=_-]{0,30}[0-9][A-Za-z0-9+\/=_-]{24}/
    condition:
        any of them
}
