rule program_fetched_by_command_started
{
    meta:
        id = "MK-DWN-0041"
        author = "Meerkat"
        description = "Has another program fetch a file, and starts what that left there"
        behaviour = "download"
        points = "4.5"
        group = "curl-run"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "Installers of tools, which say what they do and check what they got"
    strings:
        $get_1 = /(system|popen|Popen|run|call|check_call|check_output|getoutput)\s{0,4}\([^\n]{0,20}['"](curl|wget)(\.exe)?['"\s][^\n]{0,200}['"\s]-(o|O|sLo|sSLo|fsSLo|Lo|so|sO|qO|-output|-output-document)\b/
        $get_2 = /(system|popen|Popen|run|call|check_call|check_output|getoutput)\s{0,4}\([^\n]{0,40}(powershell|pwsh)[^\n]{0,200}(-OutFile|DownloadFile|Start-BitsTransfer)\b/ nocase
        $get_3 = /(system|popen|Popen|run|call|check_call|check_output|getoutput)\s{0,4}\([^\n]{0,20}['"](certutil|bitsadmin)(\.exe)?['"\s][^\n]{0,80}(-urlcache|\/transfer)/ nocase
        $get_4 = /\bwget\.download\s{0,4}\([^\n]{1,120},\s{0,4}(out\s{0,2}=\s{0,2})?\w/
        $start_1 = /\b(Popen|run|call|check_call|check_output)\s{0,4}\(\s{0,4}\[?\s{0,4}(str\()?(self\.)?(\w{0,20}_)?(path|file|filename|exe|target|dest|destination|out|output|tool|binary|program|payload|script)\b/
        $start_2 = /\b(Popen|run|call)\s{0,4}\(\s{0,4}\[\s{0,4}(sys\.executable|['"](cmd(\.exe)?|bash|sh|start|nohup|python3?)['"])\s{0,4},[^\n]{0,40}\b(self\.)?(\w{0,20}_)?(path|file|filename|exe|target|dest|destination|out|output|tool|binary|program|payload|script)\b/
        $start_3 = /\bos\.(system|popen)\s{0,4}\(\s{0,4}(f['"][^\n'"]{0,30}\{)?(self\.)?(\w{0,20}_)?(path|file|filename|exe|target|dest|destination|out|output|tool|binary|program|payload|script)\b/
        $start_4 = /\b(startfile|os\.spawn\w{1,3}|ShellExecute\w?)\s{0,4}\(/
    condition:
        filesize < 60KB and for any of ($get_*) : ( for any j in (1..#) : ( any of ($start_*) in (@[j] + 20..@[j] + 1500) ) )
}
