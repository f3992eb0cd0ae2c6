rule fetched_module_loaded
{
    meta:
        id = "MK-DWN-0038"
        author = "Meerkat"
        description = "Writes what it fetched to a file and loads that as a module: code from the network under another word than exec"
        behaviour = "download"
        points = "4.5"
        group = "exec-download"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Hubs of models and plug-ins fetch modules that their user names"
    strings:
        $fetch_1 = "urlopen("
        $fetch_2 = "requests.get("
        $fetch_3 = "httpx.get("
        $fetch_4 = ".get("
        $address = /['"]https?:\/\//
        $write = /\.write(_bytes|_text)?\(\s{0,4}\w{1,20}(\.read\(|\.content\b|\.text\b)/
        $retrieve = "urlretrieve("
        $load_1 = "SourceFileLoader("
        $load_2 = "spec_from_file_location("
        $load_3 = "run_path("
        $load_4 = "load_source("
    condition:
        filesize < 60KB and $address and any of ($fetch_*, $retrieve) and (
            for any i in (1..#write) : ( any of ($load_*) in (@write[i]..@write[i] + 600) )
            or for any i in (1..#retrieve) : ( any of ($load_*) in (@retrieve[i]..@retrieve[i] + 600) )
        )
}
