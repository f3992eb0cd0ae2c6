rule download_by_windows_library
{
    meta:
        id = "MK-DWN-0020"
        author = "Meerkat"
        description = "Has a library of Windows fetch a file, and starts a program by another: no Python library is seen talking"
        behaviour = "download"
        points = "5.0"
        group = "download-and-run"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Launchers and updaters for Windows"
    strings:
        $fetch = /URLDownloadToFile[AW]?\s{0,3}\(/
        $library = "urlmon"
        $run_1 = "ShellExecute"
        $run_2 = "WinExec"
        $run_3 = "CreateProcess"
        $run_4 = "startfile("
        $run_5 = "subprocess" fullword
        $run_6 = "os.system("
    condition:
        filesize < 100KB and $library and $fetch and any of ($run_*)
}
