rule process_injection
{
    meta:
        id = "MK-EXE-0018"
        author = "Meerkat"
        description = "Writes code into another running process: hides under its name"
        behaviour = "execution"
        points = "3.5"
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
        $write = "WriteProcessMemory" fullword
        $remote = "CreateRemoteThread"
        $nt = "NtCreateThreadEx"
        $unmap = "NtUnmapViewOfSection"
        $unmap2 = "ZwUnmapViewOfSection"
        $ctx = "SetThreadContext"
        $resume = "ResumeThread"
        $apc = "QueueUserAPC" fullword
    condition:
        for any i in (1..#write) : (
            any of ($remote, $nt, $apc) in (@write[i] - 8000..@write[i] + 8000) or
            ($ctx in (@write[i] - 8000..@write[i] + 8000) and $resume in (@write[i] - 8000..@write[i] + 8000))
        ) or
        for any of ($unmap, $unmap2) : ( for any i in (1..#) : ( any of ($resume, $ctx) in (@[i] - 8000..@[i] + 8000) ) ) or
        for any i in (1..#remote) : ( $open in (@remote[i] - 8000..@remote[i] + 8000) )
}
