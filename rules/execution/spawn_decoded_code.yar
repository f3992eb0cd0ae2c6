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
        $decode_1 = "b64decode("
        $decode_2 = "b85decode("
        $decode_3 = "decompress("
        $decode_4 = "decrypt("
        $decode_5 = "fromhex("
        $decode_6 = "unhexlify("
        $spawn_1 = "Popen" fullword
        $spawn_2 = "check_output("
        $spawn_3 = "subprocess.call("
        $spawn_4 = "subprocess.run("
    condition:
        filesize < 60KB and $python and any of ($decode_*) and any of ($spawn_*) and for any i in (1..#dash_c) : ( $python in (@dash_c[i] - 120..@dash_c[i]) and any of ($decode_*) in (@dash_c[i] - 2000..@dash_c[i] + 500) )
}
