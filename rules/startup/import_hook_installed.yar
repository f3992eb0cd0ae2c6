rule import_hook_installed
{
    meta:
        id = "MK-STA-0007"
        author = "Meerkat"
        description = "Puts itself into the import system: sees and can change every module that is loaded"
        behaviour = "startup"
        points = "0.7"
        group = "import-hook-installed"
        scope = "any"
        filetypes = "any"
        attack = "T1546"
        reference = "https://attack.mitre.org/techniques/T1546/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Lazy importers, coverage, ddtrace, six"
    strings:
        $meta_1 = "sys.meta_path.append("
        $meta_2 = "sys.meta_path.insert("
        $hooks_1 = "sys.path_hooks.append("
        $hooks_2 = "sys.path_hooks.insert("
        $swap = /sys\.modules\s{0,4}\[\s{0,4}['"](requests|urllib3|os|socket|ssl|json|builtins|subprocess)['"]\s{0,4}\]\s{0,4}=/
    condition:
        any of them
}
