rule download_script_url
{
    meta:
        id = "MK-DWN-0003"
        author = "Meerkat"
        description = "Fetches a Python, shell or JavaScript file from a raw address and uses it: second stage outside the package"
        behaviour = "download"
        points = "2.0"
        group = "download-url"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Data sets in plain text; the run is what matters"
    strings:
        $url = /https?:\/\/[^\s'"<>]{4,160}\.(py|sh|js|txt|pyw|pyc)(\?[^\s'"]{0,80})?['"]\s{0,4}[),]/
        $run1 = /\b(exec\(|eval\()/
        $run2_1 = "os.popen" fullword
        $run2_2 = "os.system("
        $run3 = "startfile("
        $run4 = "Popen" fullword
        $get1 = /\b(requests\.|httpx\.|session\.)get\s{0,4}\(\s{0,4}f?['"]http/
        $get2 = /\b(urlopen|urlretrieve)\s{0,4}\(\s{0,4}f?['"]http/
    condition:
        filesize < 200KB and $url and any of ($get*) and any of ($run*)
}
