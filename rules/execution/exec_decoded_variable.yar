rule exec_decoded_variable
{
    meta:
        id = "MK-EXE-0002"
        author = "Meerkat"
        description = "Decodes text into a name and runs that name a few lines later: the same trick, one step apart"
        behaviour = "execution"
        points = "5.0"
        group = "exec-decoded"
        scope = "any"
        filetypes = "any"
        attack = "T1140"
        reference = "https://attack.mitre.org/techniques/T1140/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Template engines and plugin loaders that keep compressed sources; look at the decoded layer"
    strings:
        $decode = /\w\s{0,4}=[^\n=#]{0,80}(b64decode|b85decode|a85decode|b32decode|b16decode|decodebytes|a2b_base64|a2b_hex|codecs\.decode|unhexlify|fromhex|decompress|decrypt)\s{0,4}\(/
        $run = /\b(exec\(|eval\()\s{0,8}(compile\s{0,4}\(\s{0,8})?[A-Za-z_]\w{0,40}(\.decode\([^)\n]{0,20}\))?\s{0,4}[,)]/
    condition:
        $decode and $run and for any i in (1..#decode) : ( $run in (@decode[i]..@decode[i] + 3000) )
}
