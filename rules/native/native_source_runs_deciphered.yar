rule native_source_runs_deciphered
{
    meta:
        id = "MK-NAT-0011"
        author = "Meerkat"
        description = "Source of a compiled module that deciphers a table of bytes and has it run as a command or loaded"
        behaviour = "native"
        points = "4.6"
        group = "native-source-runs-deciphered"
        scope = "any"
        filetypes = "c cc cpp cxx h hh hpp pyx rs go m mm"
        attack = "T1027"
        reference = "https://attack.mitre.org/techniques/T1027/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "None known"
    strings:
        $table = /(unsigned char|char|BYTE|uint8_t|int)\s{1,3}\w{1,40}\s{0,2}\[\w{0,8}\]\s{0,3}=\s{0,3}\{\s{0,3}((0x[0-9a-fA-F]{1,2}|\d{1,3})\s{0,2},\s{0,3}){12}/
        $xor = /for\s{0,2}\([^;]{0,60};[^;]{0,60};[^)]{0,40}\)[^;]{0,80}\^/
        $run = /\b(system|popen|WinExec|ShellExecuteA|dlopen|LoadLibraryA|execl)\s{0,2}\(\s{0,3}(\(const char \*\))?[a-z]\w{0,30}\s{0,2}[,)]/
    condition:
        filesize < 200KB and $table and for any i in (1..#xor) : ( $run in (@xor[i]..@xor[i] + 500) )
}
