rule defender_tampered
{
    meta:
        id = "MK-EVA-0005"
        author = "Meerkat"
        description = "Switches off or blinds Windows Defender"
        behaviour = "evasion"
        points = "6.5"
        group = "defender-tampered"
        scope = "any"
        filetypes = "any"
        attack = "T1562.001"
        reference = "https://attack.mitre.org/techniques/T1562/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "System-administration modules"
    strings:
        $excl = /(Add|Set)-MpPreference['"\s]{1,4}[^\n]{0,60}-(Exclusion(Path|Extension|Process)|Disable)/ nocase
        $disable = "DisableRealtimeMonitoring" nocase
        // who only asks for it changes nothing
        $sets_1 = "ItemProperty" nocase
        $sets_2 = "SetValueEx"
        $sets_3 = "CreateKey"
        $sets_4 = "reg add" nocase
        $sets_5 = "REG_DWORD" nocase
        $sets_6 = "Set-Mp" nocase
        $sets_7 = "$true" nocase
        $policy = /Policies\\{1,4}Microsoft\\{1,4}Windows Defender/ nocase
        $anti = "DisableAntiSpyware" nocase
        $mp = /MpCmdRun(\.exe)?['"\s]{1,4}-RemoveDefinitions/ nocase
        $svc = /(sc(\.exe)?\s{1,3}(stop|config|delete)|net\s{1,3}stop)\s{1,3}['"]?(WinDefend|SecurityHealthService|wscsvc|Sense)/ nocase
    condition:
        any of ($excl, $policy, $anti, $mp, $svc) or ($disable and any of ($sets_*))
}
