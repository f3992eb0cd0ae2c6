rule archive_download_unpack_run
{
    meta:
        id = "MK-DWN-0014"
        author = "Meerkat"
        description = "Fetches an archive, unpacks it and starts a program from it"
        behaviour = "download"
        points = "3.5"
        group = "download-run"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Driver managers (chromedriver)"
    strings:
        $fetch1 = /\b(requests\.|httpx\.)get\s{0,4}\(\s{0,4}[^\s)]/
        $fetch2 = "urlretrieve" fullword
        $fetch3 = "urlopen" fullword
        $zip1 = ".extractall("
        $zip2 = "unpack_archive("
        $run1 = "startfile("
        $run2 = "Popen" fullword
        $run3_1 = "os.popen" fullword
        $run3_2 = "os.system("
        $run4_1 = "subprocess.call("
        $run4_2 = "subprocess.check_call("
        $run4_3 = "subprocess.run("
        $name = /(\.exe|\.bat|\.vbs|\.pyw|\.scr|\.sh|\.cmd)['"]/
        $hidden1 = /getenv\(\s{0,4}['"](TEMP|APPDATA|LOCALAPPDATA|TMP)/ nocase
        $hidden2 = /environ(\.get\(|\[)\s{0,4}['"](TEMP|APPDATA|LOCALAPPDATA|USERPROFILE|TMP)/ nocase
        $hidden3 = "gettempdir("
        $hidden4 = "/tmp/"
    condition:
        filesize < 60KB and $name and any of ($hidden*) and any of ($fetch*) and any of ($run*) and for any of ($zip*) : ( for any j in (1..#) : (
            any of ($fetch*) in (@[j] - 2500..@[j] + 500) and any of ($run*) in (@[j] - 500..@[j] + 1500)
        ) )
}
