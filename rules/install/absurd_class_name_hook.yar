rule absurd_class_name_hook
{
    meta:
        id = "MK-INS-0012"
        author = "Meerkat"
        description = "Install hook with a machine-made random name: one of a flood of generated packages"
        behaviour = "install"
        points = "3.5"
        group = "absurd-class-name-hook"
        scope = "any"
        filetypes = "any"
        attack = "T1027"
        reference = "https://attack.mitre.org/techniques/T1027/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $class = /[A-Za-z]{40}\s{0,2}\((install|develop|egg_info|build_py|sdist)\)/
    condition:
        $class
}
