rule powershell_download_run
{
    meta:
        id = "MK-EXE-0015"
        author = "Meerkat"
        description = "PowerShell one-liner that fetches and runs something: a download cradle"
        behaviour = "execution"
        points = "5.0"
        group = "powershell-download"
        scope = "any"
        filetypes = "any"
        attack = "T1059.001"
        reference = "https://attack.mitre.org/techniques/T1059/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Install instructions in help texts (uv, scoop, rustup): those stand in messages, not in calls"
    strings:
        $iex = /\b(iex|Invoke-Expression)['"\s]{0,4}[(&$][^\n]{0,80}(DownloadString|Net\.WebClient|Invoke-WebRequest|iwr |Invoke-RestMethod|irm )/ nocase
        $pipe1 = "| iex" nocase
        $pipe2 = "|iex" nocase
        $pipe3 = "| Invoke-Expression" nocase
        $get1 = /(iwr|irm) ['"]?(-\w{1,16} )?['"]?http/ nocase
        $get2 = "DownloadString(" nocase
        $get3 = /Invoke-(WebRequest|RestMethod) [^\n]{0,40}http/ nocase
        $file = /powershell[^\n]{0,200}(DownloadFile|Invoke-WebRequest|Start-BitsTransfer)[^\n]{0,300}(Start-Process|\.exe|Invoke-Item|\.bat|\.ps1|\.vbs)/ nocase
        // a line that only tells people what to type
        $not_run = /\b(echo|print|printf|Write-Host)\s{0,2}\(?\s{0,2}["'][^\n]{0,80}(irm|iwr|Invoke-WebRequest|Invoke-RestMethod) [^\n|]{4,160}\|\s?(iex|Invoke-Expression)\s?(\\?["']){1,3}\)?[ \t]{0,4}\r?\n/ nocase
        // installers that many projects name
        $not_known = /(irm|iwr|Invoke-RestMethod|Invoke-WebRequest) ['"]?https:\/\/(astral\.sh\/uv\/|get\.scoop\.sh|win\.rustup\.rs|bun\.sh\/)[^\n|]{0,60}\|\s?(iex|Invoke-Expression)/ nocase
        $not_told = /["'][^"'\n]{0,60}(install|run|using|with|via|update|upgrade)\b[^"'\n;&|]{0,40}:\s{1,3}(irm|iwr|Invoke-WebRequest|Invoke-RestMethod) [^"'\n|]{4,160}\|\s?(iex|Invoke-Expression)/ nocase
    condition:
        $iex or $file or (#pipe1 + #pipe2 + #pipe3 > #not_run + #not_known + #not_told and any of ($get*))
}
