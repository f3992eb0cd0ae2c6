rule cmake_fetches_and_runs
{
    meta:
        id = "MK-DWN-0039"
        author = "Meerkat"
        description = "A CMake script fetches a program without a checksum and runs it while the package is built"
        behaviour = "download"
        points = "4.5"
        group = "build-fetches"
        scope = "any"
        filetypes = "any"
        attack = "T1195.002"
        reference = "https://cmake.org/cmake/help/latest/command/file.html"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Projects that fetch a code generator; careful ones give its hash"
    strings:
        $fetch = /\bfile\s{0,4}\(\s{0,8}DOWNLOAD\s/ nocase
        $run = /\bexecute_process\s{0,4}\(/ nocase
        $fetch_by_command = /\bexecute_process\s{0,4}\(\s{0,40}COMMAND\s{1,8}[^)\n]{0,80}\b(curl|wget)\s/ nocase
        $run_by_shell = /\bexecute_process\s{0,4}\(\s{0,40}COMMAND\s{1,8}["']?(sh|bash|chmod|powershell)\s/ nocase
        $may_1 = "OWNER_EXECUTE"
        $may_2 = "chmod" nocase
        $may_3 = ".exe"
        $not_sure_1 = "EXPECTED_HASH" nocase
        $not_sure_2 = "EXPECTED_MD5" nocase
    condition:
        filesize < 100KB and (($fetch_by_command and $run_by_shell) or any of ($may_*) and #fetch > #not_sure_1 + #not_sure_2 and for any i in (1..#run) : ( $fetch in (@run[i] - 2000..@run[i]) ))
}
