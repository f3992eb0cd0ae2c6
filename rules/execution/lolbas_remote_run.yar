rule lolbas_remote_run
{
    meta:
        id = "MK-EXE-0016"
        author = "Meerkat"
        description = "Uses a Windows system tool (mshta, rundll32, regsvr32, certutil, bitsadmin) to fetch or run foreign code"
        behaviour = "execution"
        points = "4.5"
        group = "lolbas-remote-run"
        scope = "any"
        filetypes = "any"
        attack = "T1218"
        reference = "https://attack.mitre.org/techniques/T1218/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Desktop helpers that lock the screen or open a control panel"
    strings:
        $mshta = /mshta(\.exe)?['",]{0,3}\s{1,4}['"]?(https?:|vbscript:|javascript:)/ nocase
        $rundll = /rundll32(\.exe)?['",]{0,3}\s{1,4}['"]?[^\n]{0,120}(\.dll|\.tmp|\.dat|javascript:|\.png|\.txt)/ nocase
        $rundll_f = /rundll32(\.exe)?\s{1,2}['"{%]/ nocase
        $not_system = /rundll32(\.exe)?['",]{0,3}\s{1,4}['"]?[^\n,]{0,60}(shell32|user32|url|powrprof)\.dll,/ nocase
        $regsvr = /regsvr32(\.exe)?['",]{0,3}\s{1,4}[^\n]{0,80}(\/i:|scrobj|\.dll|http)/ nocase
        $certutil = /certutil(\.exe)?['",]{0,3}\s{1,4}['"]?[^\n]{0,40}-(urlcache|decode|verifyctl|url\b)/ nocase
        $bits = /bitsadmin(\.exe)?['",]{0,3}\s{1,4}[^\n]{0,40}\/(transfer|addfile)/ nocase
        $msbuild = /(cmstp|installutil|wscript|cscript)(\.exe)?['",]{0,3}\s{1,4}[^\n]{0,80}(\.inf|\.vbs|\.wsf)['"]/ nocase
    condition:
        any of ($mshta, $regsvr, $certutil, $bits, $msbuild) or #rundll + #rundll_f > #not_system
}
