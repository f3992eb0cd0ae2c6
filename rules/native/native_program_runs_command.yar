rule native_program_runs_command
{
    meta:
        id = "MK-NAT-0007"
        author = "Meerkat"
        description = "A native library or program that holds a whole command which fetches a script and runs it"
        behaviour = "native"
        points = "5.0"
        group = "native-runs-command"
        scope = "any"
        filetypes = "any"
        attack = "T1059"
        reference = "https://attack.mitre.org/techniques/T1059/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Installers that are programs, and tools that print such a command for people to paste"
    strings:
        $elf = "\x7fELF"
        $macho = { CF FA ED FE }
        $run_1 = /powershell(\.exe)?[ -~]{0,80}(iwr|irm|Invoke-WebRequest|Invoke-RestMethod|DownloadString\()[ -~]{1,200}(\| ?iex|Invoke-Expression|IEX ?\()/ nocase
        $run_2 = /powershell(\.exe)?[ -~]{0,80}(iex|Invoke-Expression)[ -~]{1,60}(DownloadString\(|iwr|irm|Invoke-WebRequest)/ nocase
        $run_3 = /powershell(\.exe)?[ -~]{0,40} -w(in[a-z]{0,10})? h[ -~]{0,80}(iwr|irm|Invoke-WebRequest|DownloadFile\(|DownloadString\(| -e(nc|c)? )/ nocase
        $run_4 = /(curl|wget) [ -~]{0,60}https?:\/\/[ -~]{4,120}\| ?(sudo )?(ba)?sh\b[ -~]{0,20}(>|&|\x00)/
        $run_5 = /(ba)?sh -i [ -~]{0,10}\/dev\/tcp\/[ -~]{4,60}/
    condition:
        (uint16(0) == 0x5a4d or $elf at 0 or $macho at 0) and any of ($run_*)
}
