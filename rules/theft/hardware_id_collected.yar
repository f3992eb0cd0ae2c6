rule hardware_id_collected
{
    meta:
        id = "MK-THF-0027"
        author = "Meerkat"
        description = "Reads hardware ids of the machine: marks of a stealer report or a licence check"
        behaviour = "theft"
        points = "1.2"
        group = "hardware-id-collected"
        scope = "any"
        filetypes = "any"
        attack = "T1082"
        reference = "https://attack.mitre.org/techniques/T1082/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Licence checks"
    strings:
        $wmic_1 = "wmic baseboard get" nocase
        $wmic_2 = "wmic bios get serialnumber" nocase
        $wmic_3 = "wmic csproduct get uuid" nocase
        $wmic_4 = "wmic diskdrive get serialnumber" nocase
        $machine = "MachineGuid"
        $ps_1 = "Win32_BIOS"
        $ps_2 = "Win32_ComputerSystemProduct"
        $ps_3 = "Win32_DiskDrive"
        $ps_4 = "Win32_VideoController"
        $hwid = "hwid" nocase fullword
        $sink1 = "/api/webhooks/"
        $sink2 = /\brequests\s{0,2}\.\s{0,2}post\s{0,4}\(/
        $sink3 = "api.telegram.org"
    condition:
        (any of ($wmic_*) or $machine or any of ($ps_*)) and ($hwid or any of ($sink*))
}
