rule program_in_package
{
    meta:
        id = "MK-NAT-0003"
        author = "Meerkat"
        description = "Ships a Windows or macOS program as a file of its own"
        behaviour = "native"
        points = "1.0"
        group = "program-in-package"
        scope = "any"
        filetypes = "exe scr com msi"
        attack = "T1204.002"
        reference = "https://attack.mitre.org/techniques/T1204/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Launchers of distlib and setuptools, packaged tools"
    strings:
        $pe = "This program cannot be run in DOS mode"
        $not_distlib = "Unable to find an appropriate python" nocase
        $not_launcher = "Fatal error in launcher"
        $not_setuptools = "GetPythonExecutable" nocase
        $not_script = "python%s.exe" nocase
    condition:
        uint16(0) == 0x5a4d and $pe and not any of ($not_*)
}
