rule setup_guarded_by_argv
{
    meta:
        id = "MK-INS-0009"
        author = "Meerkat"
        description = "Code that runs only while installing and not while the author packs: the author knows it harms"
        behaviour = "install"
        points = "2.0"
        group = "setup-guarded-by-argv"
        scope = "setup build"
        filetypes = "any"
        attack = "T1480"
        reference = "https://attack.mitre.org/techniques/T1480/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Old publish helpers"
    strings:
        $not_sdist = /if\s{1,4}\(?\s{0,4}['"](sdist|bdist_wheel|egg_info|upload|register)['"]\s{1,4}not in\s{1,4}(sys\.)?argv/
        $in = /if\s{1,4}\(?\s{0,4}['"](install|develop)['"]\s{1,4}in\s{1,4}(sys\.)?argv/
        $act = /\b(exec\(|eval\()|os\.system|subprocess\.|urlopen|requests\.(get|post)/
    condition:
        ($not_sdist or $in) and $act
}
