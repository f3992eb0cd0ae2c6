rule notebook_cells_sent
{
    meta:
        id = "MK-THF-0048"
        author = "Meerkat"
        description = "Watches the cells of a notebook, and sends what stands in them or in its variables to an address in the code"
        behaviour = "theft"
        points = "4.5"
        group = "notebook-cells-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1056"
        reference = "https://attack.mitre.org/techniques/T1056/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Experiment trackers, which send to a service of their user"
    strings:
        $watch = /\.register\s{0,3}\(\s{0,8}['"](pre|post)_(run_cell|execute)['"]/
        $what_1 = "raw_cell" fullword
        $what_2 = "user_ns" fullword
        $what_3 = "history_manager" fullword
        $send_1 = /HTTPS?Connection\s{0,3}\(\s{0,3}['"]/
        $send_2 = /\b(urlopen|Request|create_connection)\s{0,3}\(\s{0,3}\(?\s{0,3}f?['"]/
        $send_3 = /\.(post|put)\s{0,3}\(\s{0,3}f?['"]https?:/
        $send_4 = /['"]https?:\/\/[\w.-]{4,60}[\/'"][^\n]{0,60}\n/
        $by_1 = ".post("
        $by_2 = "urlopen("
        $by_3 = "HTTPSConnection("
        $by_4 = "create_connection("
    condition:
        filesize < 40KB and $watch and any of ($what_*) and any of ($send_*) and any of ($by_*)
}
