rule decoded_text_written_and_started
{
    meta:
        id = "MK-EXE-0030"
        author = "Meerkat"
        description = "Decodes text, writes it to a file and starts it: a hidden second program"
        behaviour = "execution"
        points = "4.0"
        group = "dropper"
        scope = "any"
        filetypes = "any"
        attack = "T1140"
        reference = "https://attack.mitre.org/techniques/T1140/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Certificate helpers that hand a key file to a tool"
    strings:
        $decode = /\b(b64decode|b85decode|unhexlify|fromhex|decompress|decrypt)\s{0,3}\(/
        $write = ".write("
        $write2_1 = ".write_bytes("
        $write2_2 = ".write_text("
        $run1_1 = "Popen" fullword
        $run1_3 = "runpy.run_path("
        $run1_2 = "startfile("
        $run2 = /\b(os\.system|os\.popen|os\.exec\w{1,3}|os\.spawn\w{1,3})\s{0,3}\(/
        $run3_1 = "subprocess.call("
        $run3_2 = "subprocess.check_call("
        $run3_3 = "subprocess.run("
    condition:
        filesize < 60KB and $decode and any of ($run*) and for any of ($write*) : ( for any j in (1..#) : (
            $decode in (@[j] - 1200..@[j] + 100) and any of ($run*) in (@[j]..@[j] + 1000)
        ) )
}
