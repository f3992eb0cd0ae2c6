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
        $fetch_requests_1 = "httpx.get("
        $fetch_requests_2 = "r.get("
        $fetch_requests_3 = "req.get("
        $fetch_requests_4 = "requests.get("
        $fetch_requests_5 = "session.get("
        $fetch_urlopen = "urlopen" fullword
        $fetch_urlretrieve = "urlretrieve" fullword
        $fetch_http = ".request('GET'"
        $fetch_response = "getresponse("
        $fetch_pool = "PoolManager("
        $fetch_aiohttp = "ClientSession("
        $fetch_stream = "httpx.stream("
        $write_wb = /,\s{0,4}(mode\s{0,4}=\s{0,4})?['"]wb\+?['"]/
        $write_bytes = ".write_bytes("
        $write_named = /(\.exe|\.bat|\.vbs|\.ps1)['"], ['"]w/
        $write_retrieve = "urlretrieve("
        $run_popen = /\b(Popen|startfile|ShellExecute\w?|execv[pe]?|os\.spawn\w{1,3})\s{0,4}\(/
        $run_system_1 = "os.popen" fullword
        $run_system_2 = "os.system("
        $run_sub_1 = "subprocess.call("
        $run_sub_2 = "subprocess.check_call("
        $run_sub_3 = "subprocess.check_output("
        $run_sub_4 = "subprocess.getoutput("
        $run_sub_5 = "subprocess.run("
        $not_wrapper = /\n[ \t]{0,24}[\w.= (]{0,40}\b(run|call|check_call|execvp?e?|Popen)\s{0,4}\([^\n]{0,100}\*?sys\.argv\[1:\]/
        $not_written = /devnull\s{0,4},\s{0,4}['"]wb/
        $not_build = /(check_call|run|call)\s{0,4}\(\s{0,4}\[\s{0,4}['"](\.\/configure|make|cmake|ninja|meson|cargo)['"]/
        $not_checked = /hexdigest\(\)\s{0,3}(!=|==)/
    condition:
        filesize < 400KB and not ($not_build and $not_checked) and
        any of ($fetch_*) and any of ($run_*) and for any of ($write_*) : ( for any j in (1..#) : (
            any of ($fetch_*) in (@[j] - 900..@[j] + 200) and any of ($run_*) in (@[j]..@[j] + 400)
            and not $not_wrapper in (@[j]..@[j] + 400) and not $not_written in (@[j] - 8..@[j])
        ) )
}
