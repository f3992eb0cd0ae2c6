rule script_fetches_program
{
    meta:
        id = "MK-DWN-0042"
        author = "Meerkat"
        description = "A script of Windows or a shell that fetches a program to a place where nobody looks and starts it"
        behaviour = "download"
        points = "4.5"
        group = "script-fetches-program"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "None known"
    strings:
        $vbs_1 = /CreateObject\(\s{0,2}\\{0,2}"(MSXML2\.(Server)?XMLHTTP|Microsoft\.XMLHTTP|WinHttp\.WinHttpRequest)/ nocase
        $vbs_2 = /CreateObject\(\s{0,2}\\{0,2}"ADODB\.Stream/ nocase
        $vbs_3 = "SaveToFile" nocase
        $vbs_4 = /\.Run\b|ShellExecute/ nocase
        $bat = /\b(curl|wget|certutil|bitsadmin|powershell)\b[^\n]{0,200}%(TEMP|TMP|APPDATA|LOCALAPPDATA|PUBLIC|PROGRAMDATA)%\\{1,2}[\w.\\-]{1,40}\.(exe|scr|dll|bat|ps1|vbs)\b/ nocase
        $bat_run = /(\n|\\n|&)\s{0,3}(@?start\s[^\n]{0,40}|call\s{1,3}|rundll32\s{1,3})?"?%(TEMP|TMP|APPDATA|LOCALAPPDATA|PUBLIC|PROGRAMDATA)%\\{1,2}[\w.\\-]{1,40}\.(exe|scr|dll|bat|ps1|vbs)/ nocase
        $sh = /\b(curl|wget)\s[^\n]{0,200}(-o|-O|>)\s{0,2}(\/tmp|\/var\/tmp|\/dev\/shm)(\/[\w.-]{1,30}){0,2}\/\.\w[\w.-]{0,30}/
        $sh_run = /\b(chmod|nohup|setsid)\s[^\n]{0,40}(\/tmp|\/var\/tmp|\/dev\/shm)(\/[\w.-]{1,30}){0,2}\/\.\w[\w.-]{0,30}/
        $ps = /(Invoke-WebRequest|iwr|Start-BitsTransfer|DownloadFile\()[^\n]{0,200}\$env:(TEMP|TMP|APPDATA|LOCALAPPDATA|PUBLIC|PROGRAMDATA)\\{1,2}[\w.\\-]{1,40}\.(exe|scr|dll|ps1)/ nocase
        $ps_run = /(Start-Process|&|Invoke-Item|saps)\s{1,3}"?\$env:(TEMP|TMP|APPDATA|LOCALAPPDATA|PUBLIC|PROGRAMDATA)\\{1,2}[\w.\\-]{1,40}\.(exe|scr|dll|ps1)/ nocase
    condition:
        filesize < 300KB and (all of ($vbs_*) or ($bat and $bat_run) or ($sh and $sh_run) or ($ps and $ps_run))
}
