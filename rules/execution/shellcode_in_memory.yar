rule shellcode_in_memory
{
    meta:
        id = "MK-EXE-0017"
        author = "Meerkat"
        description = "Copies bytes into executable memory and jumps there: native code that never touches disk"
        behaviour = "execution"
        points = "6.0"
        group = "shellcode-in-memory"
        scope = "any"
        filetypes = "any"
        attack = "T1055"
        reference = "https://attack.mitre.org/techniques/T1055/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "JIT compilers, debuggers and keystone/unicorn examples"
    strings:
        $valloc = "VirtualAlloc"
        $rwx = /0x40\b|PAGE_EXECUTE_READWRITE|0x00000040/
        $move = "RtlMoveMemory"
        $write = "WriteProcessMemory"
        $thread = "CreateThread"
        $thread_remote = "CreateRemoteThread"
        $enum = /Enum(SystemLocales|ChildWindows|Fonts|DesktopWindows|Windows)A?\s{0,4}\(/
        $ctypes = "ctypes" fullword
    condition:
        $ctypes and $valloc and ($move or $write) and ($thread or $thread_remote or $enum or $rwx)
}
