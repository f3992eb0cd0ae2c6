rule xor_decoded_run
{
    meta:
        id = "MK-OBF-0011"
        author = "Meerkat"
        description = "Decodes bytes by XOR and runs or writes a program with them"
        behaviour = "obfuscation"
        points = "5.0"
        group = "xor"
        scope = "any"
        filetypes = "any"
        attack = "T1140"
        reference = "https://attack.mitre.org/techniques/T1140/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Network stacks that also spawn"
    strings:
        $xor1 = /chr\s{0,2}\(\s{0,3}(ord\s{0,2}\(\s{0,3}[\w\[\]. %()]{1,40}\)|[\w\[\]]{1,20})\s{0,3}\^/
        $xor2 = /bytes(array)?\s{0,2}\(\s{0,3}\[?\(?\s{0,3}\w{1,20}(\[[^\]\n]{1,30}\])?\s{0,3}\^\s{0,3}[\w\[\]% ().]{1,60}\s{1,3}for\s{1,3}/
        $xor3 = /\^\s{0,3}(key|xor_key|KEY|secret)\s{0,2}\[/
        $run1 = /\b(exec\(|eval\()\s{0,4}\w/
        $run2_1 = "os.popen" fullword
        $run2_2 = "os.startfile("
        $run2_3 = "os.system("
        $run3_1 = "subprocess.Popen" fullword
        $run3_2 = "subprocess.call("
        $run3_3 = "subprocess.check_output("
        $run3_4 = "subprocess.run("
        $run4 = "rundll32" nocase
        $run5 = /(CDLL|WinDLL|LoadLibrary)\w{0,2}\s{0,3}\(/
    condition:
        filesize < 100KB and any of ($run*) and for any of ($xor*) : ( for any j in (1..#) : ( any of ($run*) in (@[j] - 1500..@[j] + 1500) ) )
}
