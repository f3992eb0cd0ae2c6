rule wmi_or_service_persistence
{
    meta:
        id = "MK-PER-0011"
        author = "Meerkat"
        description = "Creates a Windows service or WMI event subscription: hidden, privileged start"
        behaviour = "persistence"
        points = "3.5"
        group = "starts-at-login"
        scope = "any"
        filetypes = "any"
        attack = "T1543.003"
        reference = "https://attack.mitre.org/techniques/T1543/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Service installers"
    strings:
        $sc = /\bsc(\.exe)?['",\s]{1,6}create['",\s]{1,6}[^\n]{1,80}binpath/ nocase
        $wmi1 = "CommandLineEventConsumer"
        $wmi2 = "__EventFilter"
        $wmi3 = "__FilterToConsumerBinding"
        $svc = /New-Service\s[^\n]{0,120}-BinaryPathName/ nocase
        $winlogon = /Winlogon['"\\][^\n]{0,80}(Shell|Userinit)/ nocase
        $ifeo = /Image File Execution Options\\{1,4}[\w.]{2,40}/ nocase
        $set = /SetValueEx|reg(\.exe)?['",\s]{1,6}add/ nocase
    condition:
        $sc or $svc or 2 of ($wmi*) or (($winlogon or $ifeo) and $set)
}
