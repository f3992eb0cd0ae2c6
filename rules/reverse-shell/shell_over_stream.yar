rule shell_over_stream
{
    meta:
        id = "MK-SHL-0010"
        author = "Meerkat"
        description = "Reads commands from a network stream and hands them to a shell, with asyncio"
        behaviour = "reverse-shell"
        points = "5.0"
        group = "remote-command"
        scope = "any"
        filetypes = "any"
        attack = "T1059"
        reference = "https://attack.mitre.org/techniques/T1059/"
        date = "2026-11-24"
        status = "stable"
        fp_notes = "Remote administration servers that ask for a login first"
    strings:
        $open_1 = "open_connection("
        $open_2 = "start_server("
        $shell_1 = "create_subprocess_shell("
        $read_1 = ".readline("
        $read_2 = ".read("
        $write = ".write("
    condition:
        filesize < 20KB and any of ($open_*) and $shell_1 and any of ($read_*) and $write
}
