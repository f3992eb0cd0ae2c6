rule install_hook
{
    meta:
        id = "MK-INS-0001"
        author = "Meerkat"
        description = "Replaces a step of the installation with its own code: it runs before anyone can look at the package"
        behaviour = "install"
        points = "0.5"
        group = "install-hook"
        scope = "setup build"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Common in honest packages with C code or generated files; counts only beside a second behaviour"
    strings:
        $cmdclass = /cmdclass\s{0,4}=\s{0,4}(\{|dict\s{0,2}\()/
        $class = /[(.](install|develop|egg_info|build_py|sdist|bdist_egg|_install|InstallCommand|install_lib|easy_install|bdist_wheel)\s{0,2}\)\s{0,2}:/
    condition:
        $cmdclass and $class
}
