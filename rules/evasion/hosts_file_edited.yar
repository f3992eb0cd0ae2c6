rule hosts_file_edited
{
    meta:
        id = "MK-EVA-0011"
        author = "Meerkat"
        description = "Edits the hosts file: cuts off security sites or redirects others"
        behaviour = "evasion"
        points = "5.0"
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
        $nix_1 = "\"/etc/hosts\""
        $nix_2 = "\"/etc/hosts'"
        $nix_3 = "'/etc/hosts\""
        $nix_4 = "'/etc/hosts'"
        $write_1 = ".write("
        $write_2 = ".writelines("
        $write_3 = "echo "
        $sites_1 = "avast." nocase
        $sites_2 = "bitdefender." nocase
        $sites_3 = "kaspersky." nocase
        $sites_4 = "malwarebytes." nocase
        $sites_5 = "mcafee." nocase
        $sites_6 = "norton." nocase
        $sites_7 = "sophos." nocase
        $sites_8 = "totalvirus." nocase
        $sites_9 = "virustotal." nocase
    condition:
        any of ($write_*) and (($win and any of ($sites_*)) or (any of ($nix_*) and any of ($sites_*)))
}
