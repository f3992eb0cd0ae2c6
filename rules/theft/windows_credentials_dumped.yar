rule windows_credentials_dumped
{
    meta:
        id = "MK-THF-0024"
        author = "Meerkat"
        description = "Dumps Windows logins: registry hives, LSASS memory or the credential store"
        behaviour = "theft"
        points = "5.5"
        group = "windows-credentials-dumped"
        scope = "any"
        filetypes = "any"
        attack = "T1003"
        reference = "https://attack.mitre.org/techniques/T1003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Penetration-test libraries (impacket) with other means"
    strings:
        $sam = /reg(\.exe)?['",\s]{1,6}save['",\s]{1,6}(hklm|HKEY_LOCAL_MACHINE)\\{1,4}(sam|system|security)/ nocase
        $lsass = /(comsvcs\.dll[^\n]{0,60}MiniDump|procdump[^\n]{0,60}lsass)/ nocase
        $dump = "MiniDumpWriteDump"
        $process = "lsass" nocase
        $vault = /vaultcmd[^\n]{0,20}\/list/ nocase
        $cmdkey = /cmdkey(\.exe)?['",\s]{1,6}\/list/ nocase
        $mimikatz = "sekurlsa::logonpasswords"
    condition:
        any of ($sam, $lsass, $vault, $cmdkey, $mimikatz) or ($dump and $process)
}
