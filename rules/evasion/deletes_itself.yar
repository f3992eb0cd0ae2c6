rule deletes_itself
{
    meta:
        id = "MK-EVA-0009"
        author = "Meerkat"
        description = "Deletes its own file after it has run: leaves nothing to find"
        behaviour = "evasion"
        points = "3.5"
        group = "deletes-itself"
        scope = "any"
        filetypes = "any"
        attack = "T1070.004"
        reference = "https://attack.mitre.org/techniques/T1070/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "One-time migration scripts; test helpers"
    strings:
        $remove = /((os\.remove|os\.unlink)|shutil\.rmtree)\s{0,3}\(\s{0,3}(__file__|sys\.argv\[0\]|os\.path\.(abspath|realpath|dirname)\s{0,3}\(\s{0,3}(__file__|sys\.argv\[0\]|os\.path\.abspath\(\s{0,3}__file__))/
        $path = /Path\s{0,3}\(\s{0,3}__file__\s{0,3}\)(\.resolve\(\))?\.unlink\s{0,3}\(/
        $del = /(del|ping)[^\n]{0,60}&\s{0,3}del\s{1,3}[^\n]{0,40}(%~f0|\{sys\.argv|__file__|sys\.executable)/ nocase
        // a library beside it, once that was loaded
        $load = /\b(CDLL|WinDLL|PyDLL|LoadLibrary)\s{0,3}\(/
        $beside = /os\.(remove|unlink)\s{0,3}\(\s{0,3}(os\.path\.)?join\s{0,3}\(\s{0,3}(\w{0,20}(here|base|dir|folder|path|root)\w{0,10}\b|os\.path\.dirname\([^\n]{0,40}__file__)/ nocase
        $own = "__file__"
    condition:
        $remove or $path or $del or ($own and for any i in (1..#beside) : ( $load in (@beside[i] - 1200..@beside[i]) ))
}
