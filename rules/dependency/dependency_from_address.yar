rule dependency_from_address
{
    meta:
        id = "MK-DEP-0001"
        author = "Meerkat"
        description = "Declares a dependency at a direct address instead of by name: code from outside the index at install"
        behaviour = "dependency"
        points = "2.0"
        group = "dependency-from-address"
        scope = "any"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Private projects; the index itself refuses such metadata on upload, setup.py can still say it"
    strings:
        $at = /['"][\w.-]{1,60}(\[[\w,]{1,40}\])?\s{0,3}@\s{0,3}(git\+)?https?:\/\/[^\s'"]{6,200}['"]/
        $setup_1 = "install_requires"
        $setup_2 = "setup_requires"
        $toml = /\n(dependencies|requires)\s{0,4}=\s{0,4}\[/
        $end_1 = /\n\]\n/
        $end_2 = /\n\]\r\n/
        $end_3 = "\n[project"
        $end_4 = "\n[tool."
        $end_5 = "\n[dependency-groups"
        $end_6 = "\n[build-system"
        $cfg = /\n(setup|install)_requires\s{0,4}=(\s{0,8}[\w.<>=!~,-]{1,60}[;\n]){0,20}\s{0,8}[\w.-]{1,60}(\[[\w,]{1,40}\])?\s{0,3}@\s{0,3}(git\+)?https?:\/\//
        $links = /dependency_links\s{0,4}=\s{0,4}\[\s{0,8}['"](git\+)?https?:/
        $requires = /\nRequires-Dist: [^\n]{1,80}@ (git\+)?https?:\/\//
    condition:
        ($at and any of ($setup_*)) or $cfg or $links or $requires or
        for any i in (1..#at) : ( for any j in (1..#toml) : (
            @toml[j] < @at[i] and not any of ($end_*) in (@toml[j] + 1..@at[i])
        ) )
}
