rule sql_runs_program
{
    meta:
        id = "MK-EXE-0044"
        author = "Meerkat"
        description = "SQL that has the database's server run a program which fetches something or answers a connection"
        behaviour = "execution"
        points = "5.0"
        group = "sql-runs-program"
        scope = "any"
        filetypes = "any"
        attack = "T1059"
        reference = "https://www.postgresql.org/docs/current/sql-copy.html"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "Collections of attacks for those who test servers"
    strings:
        $copy = /\bcopy\s{1,4}[\w."%(),* ]{1,80}\s(from|to)\s{1,4}program\s{1,4}[^;]{0,200}\b(curl|wget|bash|nc|python3?|perl|\/dev\/tcp|base64|powershell)\b/ nocase
        $shell = /\bxp_cmdshell\s{0,4}[('][^;]{0,120}\b(curl|certutil|powershell|bitsadmin|mshta)\b/ nocase
        $udf = /\bcreate\s{1,4}function\s{1,4}(lib_mysqludf_sys\w{0,20}|sys_exec|sys_eval)\b/ nocase
    condition:
        filesize < 500KB and any of them
}
