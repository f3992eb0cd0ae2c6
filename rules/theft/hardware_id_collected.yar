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
        $wmic = /wmic\s{1,3}(csproduct\s{1,3}get\s{1,3}uuid|bios\s{1,3}get\s{1,3}serialnumber|diskdrive\s{1,3}get\s{1,3}serialnumber|baseboard\s{1,3}get)/ nocase
        $machine = /MachineGuid/
        $ps = /Win32_(ComputerSystemProduct|BIOS|DiskDrive|VideoController)/
        $hwid = /\bhwid\b/ nocase
        $sink1 = "/api/webhooks/"
        $sink2 = /\brequests\s{0,2}\.\s{0,2}post\s{0,4}\(/
        $sink3 = "api.telegram.org"
    condition:
        ($wmic or $machine or $ps) and ($hwid or any of ($sink*))
}
