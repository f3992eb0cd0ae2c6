rule firewall_opened
{
    meta:
        id = "MK-EVA-0017"
        author = "Meerkat"
        description = "Changes the firewall: lets itself or everyone in"
        behaviour = "evasion"
        points = "3.0"
        group = "firewall-opened"
        scope = "any"
        filetypes = "any"
        attack = "T1562.004"
        reference = "https://attack.mitre.org/techniques/T1562/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Server installers open their port"
    strings:
        $off = /netsh['",\s]{1,6}(advfirewall['",\s]{1,6}set[^\n]{0,40}state['",\s]{1,6}off|firewall['",\s]{1,6}set[^\n]{0,40}disable)/ nocase
        $add = /netsh['",\s]{1,6}advfirewall['",\s]{1,6}firewall['",\s]{1,6}add['",\s]{1,6}rule/ nocase
        $ufw = /\b(ufw['",\s]{1,6}disable|iptables['",\s]{1,6}-F|setenforce['",\s]{1,6}0)\b/
        $port = /netsh['",\s]{1,6}interface['",\s]{1,6}portproxy['",\s]{1,6}add/ nocase
    condition:
        any of them
}
