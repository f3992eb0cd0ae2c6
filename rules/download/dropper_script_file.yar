rule dropper_script_file
{
    meta:
        id = "MK-DWN-0015"
        author = "Meerkat"
        description = "Writes a batch, VBS or PowerShell file and starts it: a dropper"
        behaviour = "download"
        points = "3.0"
        group = "dropper"
        scope = "any"
        filetypes = "any"
        attack = "T1059.003"
        reference = "https://attack.mitre.org/techniques/T1059/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Environment managers write activation scripts"
    strings:
        $write = /(\.bat|\.vbs|\.ps1|\.cmd|\.pyw|\.hta)['"]\)?\s{0,4},\s{0,4}(mode\s{0,4}=\s{0,4})?['"]w/
        $write2 = /(NamedTemporaryFile|mkstemp)\s{0,4}\([^\n]{0,80}suffix\s{0,4}=\s{0,4}['"](\.bat|\.vbs|\.ps1|\.cmd|\.pyw)['"]/
        $write3 = /join\([^\n]{0,80}\.(bat|vbs|ps1|cmd|hta)['"]\s{0,3}\)/
        $script_1 = "start /b" nocase
        $script_2 = "CreateObject("
        $script_3 = "curl -"
        $script_5 = "start \"\""
        $script_6 = "bitsadmin" nocase
        $script_7 = "certutil" nocase
        $script_4 = "Invoke-WebRequest" nocase
        $not_update = /\b(move|robocopy)\b[^\n]{0,20}"\{[^\n]{1,200}\n([^\n]{0,120}\n){0,2}[^\n]{0,20}start "" "\{/ nocase
        $run1 = "startfile("
        $run2 = "Popen" fullword
        $run3_1 = "os.popen" fullword
        $run3_2 = "os.system("
        $run4_1 = "subprocess.call("
        $run4_2 = "subprocess.run("
        $run5 = "ShellExecute"
    condition:
        filesize < 100KB and (any of ($write, $write2) or ($write3 and any of ($script_*) and not $not_update)) and any of ($run*)
}
