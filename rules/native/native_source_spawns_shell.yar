rule native_source_spawns_shell
{
    meta:
        id = "MK-NAT-0006"
        author = "Meerkat"
        description = "Source of a compiled module that fetches or decodes by shell, or adds itself to start, as soon as it is loaded"
        behaviour = "native"
        points = "4.6"
        group = "native-source-spawns-shell"
        scope = "any"
        filetypes = "c cc cpp cxx h hh hpp pyx rs go m mm"
        attack = "T1129"
        reference = "https://attack.mitre.org/techniques/T1129/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Tools for attacks and their tests"
    strings:
        $load_1 = "__attribute__((constructor"
        $load_2 = "__attribute__ ((constructor"
        $load_3 = "PyMODINIT_FUNC"
        $load_4 = "PyInit_"
        $load_5 = "DllMain"
        $load_6 = "#[pymodule]"
        $load_7 = "#[ctor"
        $load_8 = "func init()"
        $load_9 = /\ncp?def\s/
        $load_10 = /\ndef\s/
        $load_11 = /\nstatic\s{1,3}[A-Z]\w{0,40}\s{1,3}\w{1,40};/
        $shell = /\b(system|popen|exec[lv]p?e?|WinExec|ShellExecute[AW]|CreateProcess[AW]|Command::new|exec\.Command)\s{0,3}\([^;]{0,160}\b(curl\s|wget\s|powershell|\/dev\/tcp\/|base64 -d|bitsadmin|certutil|mshta|crontab)/ nocase
        $pipe_1 = "| sh\""
        $pipe_2 = "|sh\""
        $pipe_3 = "| bash\""
        $pipe_4 = "|bash\""
        $pipe_5 = "| sh &"
        $pipe_6 = "| bash &"
        $runs = /\b(system|popen|execl)\s{0,3}\(/
        // what a shell reads and writes goes over a connection
        $joined = /\bdup2\s{0,3}\([^;]{1,60};\s{0,20}(dup2|for)\b/
        $shell_alone = /\bexec[lv]p?e?\s{0,3}\(\s{0,3}"\/bin\/(ba|da|z)?sh"/
        $connects_1 = "connect("
        $connects_2 = "connect ("
        $key_1 = "/authorized_keys"
        $key_2 = /ssh-(rsa|ed25519) AAAA[A-Za-z0-9+\/]{20}/
    condition:
        filesize < 200KB and any of ($load_*) and (
        $shell or (any of ($pipe_*) and $runs) or all of ($key_*) or ($joined and $shell_alone and any of ($connects_*))
    )
}
