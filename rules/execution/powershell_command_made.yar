rule powershell_command_made
{
    meta:
        id = "MK-EXE-0034"
        author = "Meerkat"
        description = "Encodes a command for PowerShell at run time and starts it: the command is not to be seen in process lists"
        behaviour = "execution"
        points = "2.5"
        group = "powershell"
        scope = "any"
        filetypes = "any"
        attack = "T1059.001"
        reference = "https://attack.mitre.org/techniques/T1059/001/"
        date = "2026-11-24"
        status = "stable"
        fp_notes = "Windows administration libraries and cloud sign-in, which avoid quoting like this"
    strings:
        $made = /encode\s{0,3}\(\s{0,3}['"]utf-?_?16-?_?le['"]\s{0,3}\)/ nocase
        $enc = /-(enc|encodedcommand)\b/ nocase
        $shell = "powershell" nocase
        $base64 = "b64encode"
        $run_1 = "subprocess"
        $run_2 = "os.system"
        $run_3 = "popen(" nocase
    condition:
        filesize < 40KB and $made and $enc and $shell and $base64 and any of ($run_*)
}
