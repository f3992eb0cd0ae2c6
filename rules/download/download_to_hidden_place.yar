rule download_to_hidden_place
{
    meta:
        id = "MK-DWN-0008"
        author = "Meerkat"
        description = "Fetches into a temporary or profile folder and starts it there: out of the sight of the user"
        behaviour = "download"
        points = "4.0"
        group = "download-place"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Updaters of desktop software"
    strings:
        $place1 = "gettempdir("
        $place2 = /['"](TEMP|TMP|APPDATA|LOCALAPPDATA|PROGRAMDATA|PUBLIC)['"]/
        $place3_1 = "%APPDATA%" nocase
        $place3_2 = "%LOCALAPPDATA%" nocase
        $place3_3 = "%TEMP%" nocase
        $place3_4 = "%TMP%" nocase
        $place4 = "/var/tmp/"
        $place5 = "/dev/shm/"
        $place6 = "NamedTemporaryFile("
        $place7 = "C:\\Users\\Public" nocase
        $place8 = /AppData[\\\/]{1,2}(Roaming|Local)/
        $place9 = "'/tmp/"
        $place10 = "\"/tmp/"
        $ext = /(\.exe|\.bat|\.vbs|\.ps1|\.scr|\.dll|\.pyw|\.msi)['"]/
        $run6 = /\w{0,20}\(\s{0,4}f?['"]start\s{1,3}(\{|\/|python|['"]{2})/
        $place11 = /getenv\s{0,2}\(\s{0,3}['"](TEMP|TMP|APPDATA|LOCALAPPDATA)['"]/
        $fetch1 = /\b(requests\.|httpx\.|session\.)get\s{0,4}\(\s{0,4}[^\s)]/
        $fetch2 = "urlopen" fullword
        $fetch3 = "urlretrieve" fullword
        $run1 = "startfile("
        $run2 = "Popen" fullword
        $run3_1 = "os.popen" fullword
        $run3_2 = "os.system("
        $run4_1 = "subprocess.call("
        $run4_2 = "subprocess.check_call("
        $run4_3 = "subprocess.check_output("
        $run4_4 = "subprocess.run("
        $run5 = "ShellExecute"
        $run7 = "os.spawn"
    condition:
        any of ($place*) and ((any of ($run*) and $ext) or $run6) and for any of ($fetch*) : ( for any j in (1..#) : (
            any of ($place*) in (@[j] - 2000..@[j] + 2000) and (
                (any of ($run*) in (@[j] - 1500..@[j] + 2500) and $ext in (@[j] - 2500..@[j] + 2500)) or
                $run6 in (@[j] - 1500..@[j] + 2500)
            )
        ) )
}
