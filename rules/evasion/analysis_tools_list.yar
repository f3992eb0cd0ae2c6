rule analysis_tools_list
{
    meta:
        id = "MK-EVA-0002"
        author = "Meerkat"
        description = "Looks for the tools of analysts (debuggers, sniffers) to end them or itself"
        behaviour = "evasion"
        points = "3.5"
        group = "analysis-tools-list"
        scope = "any"
        filetypes = "any"
        attack = "T1622"
        reference = "https://attack.mitre.org/techniques/T1622/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Lists of known programs"
    strings:
        $t01 = "x64dbg" nocase
        $t02 = "ollydbg" nocase
        $t03 = "processhacker" nocase
        $t04 = "httpdebugger" nocase
        $t05 = "fiddler" nocase fullword
        $t06 = "wireshark" nocase fullword
        $t07 = "dnspy" nocase
        $t08 = "ida64" nocase
        $t09 = "pestudio" nocase
        $t10 = "procmon" nocase
        $t11 = "ksdumper" nocase
        $t12 = "charles" fullword
        $t13 = "immunitydebugger" nocase
        $t14 = "joeboxcontrol" nocase
        $t15 = "cheatengine" nocase
    condition:
        5 of them
}
