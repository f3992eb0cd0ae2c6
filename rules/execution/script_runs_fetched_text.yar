rule script_runs_fetched_text
{
    meta:
        id = "MK-EXE-0045"
        author = "Meerkat"
        description = "A script of another language that runs what it has just fetched"
        behaviour = "execution"
        points = "4.6"
        group = "script-runs-fetched-text"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "None known"
    strings:
        $perl = /\beval\s{0,2}\(?\s{0,2}(get|LWP::Simple::get)\s{0,2}\(?\s{0,2}\\{0,2}['"]https?:/
        $perl_back = /\beval\s{0,2}\(?\s{0,2}`\s{0,2}(curl|wget)\b/
        $ruby = /\b(instance_)?eval\s{0,2}\(?\s{0,2}(URI\.open|open|Net::HTTP\.get|URI\(|RestClient\.get)\s{0,2}\(?[^\n]{0,40}https?:/
        $php = /\b(eval|assert|include|require)\s{0,2}\(\s{0,2}(base64_decode\(\s{0,2})?(file_get_contents|curl_exec)\s{0,2}\(\s{0,2}(\\{0,2}['"]https?:|\$)/
        $lua = /\b(load|loadstring)\s{0,2}\(\s{0,2}\w{1,20}:read\(/
        $lua_open = /io\.popen\(\s{0,2}\\{0,2}['"](curl|wget)\b/
        $apple = /do shell script\s{1,3}\\{0,2}"[^"\n]{0,40}(curl|wget)\s[^"\n|]{1,200}\|\s{0,3}(ba|z)?sh\b/
        $js = /\b(exec|execSync|spawn|spawnSync)\s{0,2}\(\s{0,3}\\{0,2}['"`][^\n'"`]{0,60}((curl|wget)\s[^\n|]{1,200}\|\s{0,3}(ba|z)?sh\b|iex\s{0,2}\(|\|\s{0,2}iex\b|mshta\s{1,3}https?:)/
        $ps_script = /CreateObject\(\\{0,2}"WScript\.Shell\\{0,2}"\)\.Run\s{0,3}\(?\\{0,2}"[^\n]{0,120}(iex|Invoke-Expression|DownloadString|mshta\s{1,3}https?:)/ nocase
    condition:
        filesize < 300KB and (any of ($perl*, $ruby, $php, $apple, $js, $ps_script) or ($lua and $lua_open))
}
