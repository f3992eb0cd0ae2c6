rule shellcode_in_memory
{
    meta:
        id = "MK-EXE-0017"
        author = "Meerkat"
        description = "Copies bytes into executable memory and jumps there: native code that never touches disk"
        behaviour = "execution"
        points = "6.0"
        group = "memory-injection"
        scope = "any"
        filetypes = "any"
        attack = "T1055"
        reference = "https://attack.mitre.org/techniques/T1055/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "JIT compilers, debuggers and keystone/unicorn examples"
    strings:
        $valloc = "VirtualAlloc"
        $rwx_1 = "0x00000040" fullword
        $rwx_2 = "0x40" fullword
        $rwx_3 = "PAGE_EXECUTE_READWRITE" fullword
        $move_1 = "RtlMoveMemory"
        $move_2 = "memmove("
        $write = "WriteProcessMemory"
        $thread = "CreateThread"
        $thread_remote = "CreateRemoteThread"
        $enum_1 = "EnumChildWindows("
        $enum_2 = "EnumChildWindowsA("
        $enum_3 = "EnumDesktopWindows("
        $enum_4 = "EnumDesktopWindowsA("
        $enum_5 = "EnumFonts("
        $enum_6 = "EnumFontsA("
        $enum_7 = "EnumSystemLocales("
        $enum_8 = "EnumSystemLocalesA("
        $enum_9 = "EnumWindows("
        $enum_10 = "EnumWindowsA("
        $ctypes = "ctypes" fullword
        // what is written into another process, by whoever brings it along; libraries write what they are given
        $brought_1_1 = "b\"\\x"
        $brought_1_2 = "b'\\x"
        $brought_2 = /\bbyte(s|array)\(\s{0,8}[\[(]\s{0,8}0x/
        $brought_3 = /\b(b(16|32|64|85)decode|unhexlify|fromhex|decompress|decrypt|urlopen|urlretrieve)\s{0,4}\(/
        $brought_4 = /\b(requests|httpx|session|client)\.(get|post)\(/
    condition:
        $ctypes and $valloc and (any of ($move_*) or ($write and any of ($brought_*))) and ($thread or $thread_remote or any of ($enum_*) or any of ($rwx_*))
}
