rule powershell_started
{
    meta:
        id = "MK-EXE-0031"
        author = "Meerkat"
        description = "Starts PowerShell to run a program or script"
        behaviour = "execution"
        points = "1.2"
        group = "powershell"
        scope = "any"
        filetypes = "any"
        attack = "T1059.001"
        reference = "https://attack.mitre.org/techniques/T1059/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Windows installers and test helpers"
    strings:
        $start = /powershell(\.exe)?['",\s]{1,6}[^\n]{0,80}(Start-Process|-ExecutionPolicy\s{1,3}(Bypass|Unrestricted)|-ep\s{1,3}bypass|-noprofile|-nop\b)/ nocase
    condition:
        $start
}
