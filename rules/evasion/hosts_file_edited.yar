rule hosts_file_edited
{
    meta:
        id = "MK-EVA-0011"
        author = "Meerkat"
        description = "Edits the hosts file: cuts off security sites or redirects others"
        behaviour = "evasion"
        points = "4.0"
        group = "hosts-file-edited"
        scope = "any"
        filetypes = "any"
        attack = "T1562.001"
        reference = "https://attack.mitre.org/techniques/T1562/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Ad blockers"
    strings:
        $win = /drivers\\{1,4}etc\\{1,4}hosts/ nocase
        $nix = /['"]\/etc\/hosts['"]/
        $write = /echo |\.write(lines)?\s{0,3}\(/
        $sites = /\b(virustotal|malwarebytes|avast|kaspersky|bitdefender|norton|mcafee|sophos|totalvirus)\./ nocase
    condition:
        $write and (($win and $sites) or ($nix and $sites))
}
