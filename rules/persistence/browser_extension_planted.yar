rule browser_extension_planted
{
    meta:
        id = "MK-PER-0013"
        author = "Meerkat"
        description = "Plants a browser extension by changing shortcuts or policies: reads every page from then on"
        behaviour = "persistence"
        points = "5.0"
        group = "browser-extension-planted"
        scope = "any"
        filetypes = "any"
        attack = "T1176"
        reference = "https://attack.mitre.org/techniques/T1176/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Enterprise browser set-up"
    strings:
        $load = "--load-extension"
        $shortcut_1 = ".lnk"
        $shortcut_2 = "Arguments"
        $shortcut_3 = "CreateShortcut"
        $shortcut_4 = "ShortCut"
        $shortcut_5 = "TargetPath"
        $policy = "ExtensionInstallForcelist"
        $secure = "Secure Preferences"
        $manifest = "manifest.json"
        $act = /\.write\s{0,3}\(|SetValueEx|\.save\s{0,3}\(/i
    condition:
        $act and (($load and any of ($shortcut_*)) or $policy or ($secure and $manifest))
}
