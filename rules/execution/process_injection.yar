rule process_injection
{
    meta:
        id = "MK-EXE-0018"
        author = "Meerkat"
        description = "Writes code into another running process: hides under its name"
        behaviour = "execution"
        points = "4.5"
        group = "memory-injection"
        scope = "any"
        filetypes = "any"
        attack = "T1055"
        reference = "https://attack.mitre.org/techniques/T1055/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Debuggers, frida, game trainers: they say so"
    strings:
        $open = "OpenProcess"
        $write = "WriteProcessMemory"
        $remote = "CreateRemoteThread"
        $nt = "NtCreateThreadEx"
        $unmap = "NtUnmapViewOfSection"
        $unmap2 = "ZwUnmapViewOfSection"
        $ctx = "SetThreadContext"
        $resume = "ResumeThread"
        $apc = "QueueUserAPC"
    condition:
        ($write and ($remote or $nt or $apc or ($ctx and $resume))) or (($unmap or $unmap2) and ($resume or $ctx)) or ($remote and $open)
}
