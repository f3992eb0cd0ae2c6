rule setup_decodes_text
{
    meta:
        id = "MK-INS-0005"
        author = "Meerkat"
        description = "setup.py decodes or decrypts text: an installation has nothing to hide"
        behaviour = "install"
        points = "2.5"
        group = "setup-decodes-text"
        scope = "setup build startup"
        filetypes = "any"
        attack = "T1140"
        reference = "https://attack.mitre.org/techniques/T1140/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Rare: templates embedded by versioneer-like tools are not encoded"
    strings:
        $decode_1 = "a85decode("
        $decode_2 = "b32decode("
        $decode_3 = "b64decode("
        $decode_4 = "b85decode("
        $decode_5 = "unhexlify("
        $zlib = /\b(zlib|lzma|bz2|gzip)\s{0,2}\.\s{0,2}decompress\s{0,4}\(/
        $marshal = "marshal.loads("
        $fernet = "Fernet("
        $aes = "AES.new("
        $rot = /codecs\.decode\([^\n]{1,200},\s{0,2}['"](rot|hex|zip|zlib|bz2|base64|uu)/
        $by_name = /codecs\.decode\([^\n'"]{1,80},\s{0,2}[A-Za-z_]/
        $hexs = "bytes.fromhex("
    condition:
        any of them
}
