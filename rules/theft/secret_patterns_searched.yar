rule secret_patterns_searched
{
    meta:
        id = "MK-THF-0005"
        author = "Meerkat"
        description = "Searches files for the shapes of tokens (ghp_, AKIA, npm_, pypi-, private keys) and can send what it finds"
        behaviour = "theft"
        points = "2.5"
        group = "secret-patterns-searched"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Secret scanners that verify what they find"
    strings:
        $gh = /gh[pousr]_\[|github_pat_\[|ghp_\[A-Za/
        $aws = /AKIA\[|\(A3T|A?KIA\)?\[0-9A-Z\]/
        $npm = /npm_\[|pypi-AgE|pypi-\[/
        $key = "BEGIN (RSA |OPENSSH |EC )?PRIVATE KEY"
        $key2 = /BEGIN[^\n]{1,30}PRIVATE KEY/
        $slack = /xox[bpars]?\[|xox\[/
        $sk = /sk-(ant-|proj-)?\[/
        $eth = /\(0x\)\?\[a-fA-F0-9\]\{64\}|\[a-fA-F0-9\]\{64\}|\[0-9a-fA-F\]\{64\}/
        $walk1 = "os.walk("
        $walk2 = ".rglob("
        $walk3 = "glob.glob("
        $sink1 = /\b(requests\.|httpx\.)(post|put)\s{0,4}\(/
        $sink2 = /\burlopen[ (]/
        $sink3 = /\.sendall\s{0,4}\(/
    condition:
        filesize < 200KB and 2 of ($gh, $aws, $npm, $key, $key2, $slack, $sk, $eth) and any of ($walk*) and any of ($sink*)
}
