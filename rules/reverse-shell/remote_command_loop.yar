rule remote_command_loop
{
    meta:
        id = "MK-SHL-0003"
        author = "Meerkat"
        description = "Reads commands from a connection, runs them and sends the output back: a remote shell"
        behaviour = "reverse-shell"
        points = "5.0"
        group = "remote-loop"
        scope = "any"
        filetypes = "any"
        attack = "T1059"
        reference = "https://attack.mitre.org/techniques/T1059/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Teaching examples of exactly this"
    strings:
        $recv = /\.recv\s{0,4}\(\s{0,4}\w{1,12}/
        $send_1 = ".send("
        $send_2 = ".sendall("
        $run1 = /Popen[ (][^\n]{0,120}shell\s{0,3}=\s{0,3}True/
        $run2 = /\bos\.popen\s{0,4}\(\s{0,4}[a-z_]/
        $run3 = /(check_output|getoutput|subprocess\.run|subprocess\.call)\s{0,4}\(\s{0,4}[a-z_][^\n]{0,120}shell\s{0,3}=\s{0,3}True/
        $run4 = /getoutput\s{0,4}\(\s{0,4}[a-z_]/
        $run5 = /\b(exec\(|eval\()\s{0,4}\w{1,30}(\.decode\(\))?\s{0,4}[,)]/
        $connect_1 = ".bind("
        $connect_2 = ".connect("
        $connect_3 = ".create_connection("
        $loop_1 = "while 1" fullword
        $loop_2 = "while True" fullword
        $loop_3 = "while not" fullword
    condition:
        filesize < 200KB and any of ($connect_*) and any of ($loop_*) and $recv and any of ($send_*) and for any of ($run*) : ( for any j in (1..#) : ( $recv in (@[j] - 2500..@[j]) and any of ($send_*) in (@[j]..@[j] + 1200) ) )
}
