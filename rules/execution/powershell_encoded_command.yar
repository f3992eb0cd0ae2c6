rule powershell_encoded_command
{
    meta:
        id = "MK-EXE-0014"
        author = "Meerkat"
        description = "Starts PowerShell with an encoded or hidden command: hides the command from user and logs"
        behaviour = "execution"
        points = "5.0"
        group = "powershell"
        scope = "any"
        filetypes = "any"
        attack = "T1059.001"
        reference = "https://attack.mitre.org/techniques/T1059/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Windows remote-management libraries (winrm, ansible) encode commands for transport"
    strings:
        $enc = /powershell(\.exe)?['",]{0,3}\s{1,4}[^\n]{0,120}[\s'"]-(e|ec|enc|enco|encod|encodedcommand)['",]{0,3}\s{1,4}['"{]?[A-Za-z0-9+\/=_]{8}/ nocase
        $hidden = /powershell(\.exe)?['",]{0,3}\s{1,4}[^\n]{0,120}-(w|win|windowstyle)['",]{0,3}\s{1,4}['"]?(hidden|1\b)/ nocase
        $text = /powershell(\.exe)?['",]{0,3}\s{1,4}[^\n]{0,120}[\s'"]-(e|ec|enc|enco|encod|encodedcommand)['",]{0,3}\s{1,4}['"]?[A-Za-z0-9+\/=]{24}/ nocase
        // of a script that the text has in the clear
        $not_own = /b64encode\([^\n]{1,60}utf[-_]?16/ nocase
    condition:
        $hidden or ($enc and ($text or not $not_own))
}
