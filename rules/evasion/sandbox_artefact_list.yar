rule sandbox_artefact_list
{
    meta:
        id = "MK-EVA-0001"
        author = "Meerkat"
        description = "Carries a list of marks of virtual machines and analysts and compares them: runs only on real victims"
        behaviour = "evasion"
        points = "4.5"
        group = "sandbox-artefact-list"
        scope = "any"
        filetypes = "any"
        attack = "T1497.001"
        reference = "https://attack.mitre.org/techniques/T1497/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Inventory agents name two or three"
    strings:
        $p01 = "vboxservice" nocase
        $p02 = "vboxtray" nocase
        $p03 = "vmtoolsd" nocase
        $p04 = "vmwaretray" nocase
        $p05 = "xenservice" nocase
        $p06 = "qemu-ga" nocase
        $p07 = "prl_tools" nocase
        $p08 = "joeboxserver" nocase
        $p09 = "vmusrvc" nocase
        $p10 = "vmsrvc" nocase
        $p11 = "VBoxGuest" nocase
        $p12 = "SbieDll" nocase
        $u1 = "WDAGUtilityAccount"
        $u2 = "DESKTOP-NAKFFMT"
        $u3 = "7AB5C494-39F5-4941-9163-47F54D6D5016"
        $u4 = "BEE7370C-8C0C-4"
        $u5 = "6F3CA5EC-BEC9-4A4D-8274-11168F640058"
        $u6 = "00:15:5d:00:07:34"
        $u7 = /['"]0[08]:(05:69|0[cC]:29|1[cC]:14|50:56|27|03:[fF][fF])['":]/
        $u8 = "HONEY-POT"
        $u9 = "SANDBOX" fullword
    condition:
        4 of them or 2 of ($u1, $u2, $u3, $u4, $u5, $u6, $u8)
}
