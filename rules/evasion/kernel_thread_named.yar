rule kernel_thread_named
{
    meta:
        id = "MK-EVA-0022"
        author = "Meerkat"
        description = "Calls a program as threads of the kernel are called, so that who lists processes takes it for one"
        behaviour = "evasion"
        points = "4.6"
        group = "masquerade"
        scope = "any"
        filetypes = "any"
        attack = "T1036.004"
        reference = "https://attack.mitre.org/techniques/T1036/004/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Monitors of processes name such threads to leave them out"
    strings:
        $name_1 = "[kworker"
        $name_2 = "[kthreadd"
        $name_3 = "[ksoftirqd"
        $name_4 = "[migration/"
        $name_5 = "[rcu_"
        $name_6 = "[kswapd"
        $name_7 = "[watchdog/"
        $act_1 = "Popen"
        $act_2 = "os.exec"
        $act_3 = "chmod("
        $act_4 = "setproctitle"
        $act_5 = "prctl"
        $act_6 = "copyfile("
        $act_7 = "os.rename("
    condition:
        filesize < 100KB and any of ($name_*) and 2 of ($act_*)
}
