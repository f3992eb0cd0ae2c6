rule dns_command_channel
{
    meta:
        id = "MK-CHN-0017"
        author = "Meerkat"
        description = "Reads DNS TXT records (or DNS over HTTPS) and acts on them: commands through name lookups"
        behaviour = "channel"
        points = "4.5"
        group = "dns-command-channel"
        scope = "any"
        filetypes = "any"
        attack = "T1071.004"
        reference = "https://attack.mitre.org/techniques/T1071/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "ACME and mail tools read TXT and run nothing"
    strings:
        $txt1 = /(resolve|query)\s{0,4}\([^\n)]{1,80}['"]TXT['"]/
        $txt2 = /dns-query\?[^\s'"]{0,80}type=(TXT|16)|resolve\?name=[^\s'"]{0,80}type=(TXT|16)/
        $txt3 = /(dig|nslookup)\s[^\n]{0,60}\b(txt|TXT)\b/
        $act1 = /\b(exec\(|eval\()\s{0,4}\w/
        $act2_1 = "os.popen" fullword
        $act2_2 = "os.system("
        $act3_1 = "subprocess.Popen" fullword
        $act3_2 = "subprocess.call("
        $act3_3 = "subprocess.check_output("
        $act3_4 = "subprocess.getoutput("
        $act3_5 = "subprocess.run("
        $act4 = "pty.spawn("
        $act5 = ".connect(("
    condition:
        any of ($act*) and for any of ($txt*) : ( for any j in (1..#) : ( any of ($act*) in (@[j] - 400..@[j] + 800) ) )
}
