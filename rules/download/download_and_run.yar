rule download_and_run
{
    meta:
        id = "MK-DWN-0001"
        author = "Meerkat"
        description = "Fetches a file, writes it and starts it: what runs is decided by a server, not by this package"
        behaviour = "download"
        points = "5.0"
        group = "download-run"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Installers of browsers, models and tools (playwright, nltk, chromedriver) do it from their vendor"
    strings:
        $fetch_requests = /\b(requests|httpx|session|r|req)\.get\s{0,4}\(/
        $fetch_urlopen = "urlopen" fullword
        $fetch_urlretrieve = "urlretrieve" fullword
        $fetch_http = ".request('GET'"
        $write_wb = /,\s{0,4}(mode\s{0,4}=\s{0,4})?['"]wb\+?['"]/
        $write_bytes = ".write_bytes("
        $write_named = /\.(exe|bat|vbs|ps1)['"], ['"]w/
        $write_retrieve = "urlretrieve("
        $run_popen = /\b(Popen|startfile|ShellExecute\w?|execv[pe]?)\s{0,4}\(/
        $run_system = /\bos\.(system|popen)\s{0,4}\(/
        $run_sub = /\bsubprocess\.(call|run|check_call|check_output|getoutput)\s{0,4}\(/
        $not_pip = "pip._internal"
    condition:
        filesize < 400KB and not $not_pip and
        for any of ($write_*) : ( for any j in (1..#) : (
            any of ($fetch_*) in (@[j] - 900..@[j] + 200) and any of ($run_*) in (@[j]..@[j] + 700)
        ) )
}
