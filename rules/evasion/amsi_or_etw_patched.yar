rule amsi_or_etw_patched
{
    meta:
        id = "MK-EVA-0006"
        author = "Meerkat"
        description = "Patches the script scanner or event log of Windows in memory"
        behaviour = "evasion"
        points = "6.0"
        group = "amsi-or-etw-patched"
        scope = "any"
        filetypes = "any"
        attack = "T1562.001"
        reference = "https://attack.mitre.org/techniques/T1562/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $amsi = "AmsiScanBuffer"
        $amsi2 = "amsiInitFailed"
        $etw = "EtwEventWrite"
        $act_1 = "0xB8"
        $act_2 = "0xb8"
        $act_3 = "RtlMoveMemory"
        $act_4 = "SetValue"
        $act_5 = "VirtualProtect"
        $act_6 = "WriteProcessMemory"
        $act_7 = "\\xB8"
        $act_8 = "\\xb8"
        $act_9 = "memmove"
    condition:
        $amsi2 or for any of ($amsi, $etw) : ( for any i in (1..#) : ( any of ($act_*) in (@[i] - 6000..@[i] + 6000) ) )
}
