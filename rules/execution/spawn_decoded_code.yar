rule spawn_decoded_code
{
    meta:
        id = "MK-EXE-0029"
        author = "Meerkat"
        description = "Starts an interpreter with -c and code that the file decodes"
        behaviour = "execution"
        points = "4.0"
        group = "spawn-decoded-code"
        scope = "any"
        filetypes = "any"
        attack = "T1059.006"
        reference = "https://attack.mitre.org/techniques/T1059/006/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Remote-execution helpers (execnet)"
    strings:
        $dash_c = /['"]-c['"]\s{0,4},\s{0,4}[a-z_]\w{0,40}\s{0,4}[\]),]/
        $python = /['"]python[3w]?(\.exe)?['"]|sys\.executable/
        $decode = /\b(b64decode|b85decode|unhexlify|fromhex|decompress|decrypt)\s{0,3}\(/
        $spawn = /\b(Popen|subprocess\.run|subprocess\.call|check_output)\s{0,3}\(/
    condition:
        filesize < 60KB and for any i in (1..#dash_c) : ( $python in (@dash_c[i] - 120..@dash_c[i]) and $decode in (@dash_c[i] - 2000..@dash_c[i] + 500) ) and $spawn
}
