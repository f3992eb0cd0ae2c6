rule downloaded_library_loaded
{
    meta:
        id = "MK-DWN-0036"
        author = "Meerkat"
        description = "Fetches a file and loads it as a native library at once: machine code that nobody has seen"
        behaviour = "download"
        points = "3.5"
        group = "download-and-run"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Bindings that fetch their own library from its releases, with a checksum"
    strings:
        $fetch_1 = "urlretrieve("
        $fetch_2 = "urlopen("
        $fetch_3 = "requests.get("
        $fetch_4 = "httpx.get("
        $fetch_5 = "wget.download("
        $load = /\b(WinDLL|CDLL|PyDLL|OleDLL|cdll\.LoadLibrary|windll\.LoadLibrary|LoadLibraryEx?[AW]?|ExtensionFileLoader)\s{0,3}\(\s{0,3}(str\(|os\.path\.join\(|['"]\w{1,30}['"],\s{0,3})?[a-zA-Z_]/
        $checked = /hexdigest\(\)\s{0,3}(!=|==)/
    condition:
        filesize < 100KB and not $checked and any of ($fetch_*) and for any i in (1..#load) : ( any of ($fetch_*) in (@load[i] - 800..@load[i]) )
}
