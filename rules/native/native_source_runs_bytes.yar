rule native_source_runs_bytes
{
    meta:
        id = "MK-NAT-0010"
        author = "Meerkat"
        description = "Source of a compiled module that runs bytes which stand in it as machine code"
        behaviour = "native"
        points = "4.6"
        group = "native-source-runs-bytes"
        scope = "any"
        filetypes = "c cc cpp cxx h hh hpp pyx rs go m mm"
        attack = "T1620"
        reference = "https://attack.mitre.org/techniques/T1620/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "Compilers at run time make their code, they do not bring it"
    strings:
        $bytes_1 = /(unsigned char|char|BYTE|uint8_t)\s{1,3}\w{1,40}\s{0,2}\[\w{0,8}\]\s{0,3}=\s{0,3}\{\s{0,3}(0x[0-9a-fA-F]{1,2}\s{0,2},\s{0,3}){16}/
        $bytes_2 = /(unsigned char|char|BYTE|uint8_t)\s{1,3}\w{1,40}\s{0,2}\[\w{0,8}\]\s{0,3}=\s{0,3}"(\\x[0-9a-fA-F]{2}){16}/
        $memory_1 = "PROT_EXEC"
        $memory_2 = "PAGE_EXECUTE_READWRITE"
        $memory_3 = "PAGE_EXECUTE_READ"
        $memory_4 = "VirtualProtect"
        $call_1 = /\(\s{0,2}\(\s{0,2}(void|int)\s{0,2}\(\s{0,2}\*\s{0,2}\w{0,20}\)\s{0,2}\([^)]{0,40}\)\s{0,2}\)\s{0,2}\w{1,40}\s{0,2}\)\s{0,2}\(/
        $call_2 = "CreateThread("
        $call_3 = "LPTHREAD_START_ROUTINE"
        $call_4 = "QueueUserAPC("
        $call_5 = "CreateRemoteThread("
    condition:
        filesize < 200KB and any of ($bytes_*) and any of ($memory_*) and any of ($call_*)
}
