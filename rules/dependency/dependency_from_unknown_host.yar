rule dependency_from_unknown_host
{
    meta:
        id = "MK-DEP-0004"
        author = "Meerkat"
        description = "Requires an archive from a web address that is no code forge: the index never sees what gets installed"
        behaviour = "dependency"
        points = "4.5"
        group = "dependency-from-address"
        scope = "any"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Companies' own wheel servers"
    strings:
        $at = /['"\n ][\w.-]{1,60}(\[[\w,]{1,40}\])?\s{0,3}@\s{0,3}h[t]tps?[:]\/[\/][^\s'"]{6,200}\.(tar\.gz|zip|whl|tgz)/
        $setup = "install_requires"
        $toml = /\ndependencies\s{0,4}=\s{0,4}\[/
        $wheel = "\nRequires-Dist:"
        $not_forge = /@\s{0,3}https?:\/\/((www\.|raw\.)?github(usercontent)?\.com|gitlab\.com|codeberg\.org|bitbucket\.org|huggingface\.co|download\.pytorch\.org|data\.pyg\.org|storage\.googleapis\.com|files\.pythonhosted\.org|pypi\.nvidia\.com)\//
    condition:
        any of ($setup, $toml, $wheel) and #at > #not_forge
}
