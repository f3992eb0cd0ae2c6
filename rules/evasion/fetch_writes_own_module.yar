rule fetch_writes_own_module
{
    meta:
        id = "MK-EVA-0020"
        author = "Meerkat"
        description = "Downloads text over its own module file: replaces the evidence after the first run"
        behaviour = "evasion"
        points = "4.0"
        group = "fetch-writes-own-module"
        scope = "any"
        filetypes = "any"
        attack = "T1070.004"
        reference = "https://attack.mitre.org/techniques/T1070/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Self-updating scripts"
    strings:
        $fetch_1 = "requests.get("
        $fetch_2 = "urlopen" fullword
        $fetch_3 = "urlretrieve("
        $own1 = "site-packages"
        $own2_1 = "__init__.py\""
        $own2_2 = "__init__.py'"
        $write = ".write("
    condition:
        filesize < 20KB and any of ($fetch_*) and $own1 and any of ($own2_*) and $write
}
