rule raw_repository_code_run
{
    meta:
        id = "MK-CHN-0012"
        author = "Meerkat"
        description = "Fetches a raw file from a code host and runs or starts it"
        behaviour = "channel"
        points = "3.0"
        group = "raw-repository"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Installers of tools released there"
    strings:
        $raw = /(raw\.githubusercontent\.(com|example\.invalid)|gist\.githubusercontent\.com|github\.com\/[\w.-]{1,40}\/[\w.-]{1,60}\/(raw|releases\/download)|gitlab\.com\/[^\s'"]{3,100}\/-?\/?raw|bitbucket\.org\/[^\s'"]{3,100}\/(raw|downloads)|codeberg\.org\/[^\s'"]{3,100}\/raw)\/[^\s'"]{3,200}/
        $run1 = /\b(exec|eval)\s{0,4}\(\s{0,4}\w/
        $run2 = /\bos\.(system|popen|startfile)\s{0,4}\(/
        $run3 = /\bsubprocess\.(Popen|run|call|check_output)\s{0,4}\(/
        $run4 = "startfile("
        $fetch1 = /\b(requests|httpx)\.get\s{0,4}\(/
        $fetch2 = "urlopen" fullword
        $fetch3 = "urlretrieve" fullword
        $fetch4 = /curl|wget|WebClient/
    condition:
        filesize < 60KB and $raw and any of ($run*) and any of ($fetch*)
}
