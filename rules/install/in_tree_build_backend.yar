rule in_tree_build_backend
{
    meta:
        id = "MK-INS-0013"
        author = "Meerkat"
        description = "Uses a build backend from inside the package: its code runs at every build from source"
        behaviour = "install"
        points = "0.7"
        group = "in-tree-build-backend"
        scope = "any"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "setuptools itself, and packages that patch their backend; look into the backend file"
    strings:
        $path = /\nbackend-path\s{0,4}=\s{0,4}\[/
        $backend = /\nbuild-backend\s{0,4}=/
    condition:
        $path and $backend
}
