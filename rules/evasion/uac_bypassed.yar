rule uac_bypassed
{
    meta:
        id = "MK-EVA-0007"
        author = "Meerkat"
        description = "Gets administrator rights on Windows without asking"
        behaviour = "evasion"
        points = "5.5"
        group = "uac-bypassed"
        scope = "any"
        filetypes = "any"
        attack = "T1548.002"
        reference = "https://attack.mitre.org/techniques/T1548/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Security audits read these keys"
    strings:
        $ms = /ms-settings\\{1,4}shell\\{1,4}open\\{1,4}command/ nocase
        $fod = "fodhelper" nocase
        $comp = "computerdefaults.exe" nocase
        $event = "eventvwr.exe" nocase
        $cls = /Classes\\{1,4}(mscfile|exefile|Folder)\\{1,4}shell\\{1,4}open/ nocase
        $deleg = "DelegateExecute"
        $consent = "ConsentPromptBehaviorAdmin"
        $lua = /EnableLUA['"][^\n]{0,60}0/
    condition:
        $ms or ($fod and $deleg) or ($comp and $deleg) or ($event and $cls) or $consent or $lua
}
