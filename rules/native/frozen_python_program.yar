rule frozen_python_program
{
    meta:
        id = "MK-NAT-0005"
        author = "Meerkat"
        description = "A frozen Python program (PyInstaller, Nuitka) inside a package: a second program with its own interpreter"
        behaviour = "native"
        points = "2.5"
        group = "frozen-python-program"
        scope = "any"
        filetypes = "any"
        attack = "T1027.002"
        reference = "https://attack.mitre.org/techniques/T1027/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "PyInstaller and Nuitka themselves"
    strings:
        $elf = "\x7fELF"
        $meipass = "_MEIPASS"
        $pyi = "PyInstaller: "
        $pyi2 = "pyi-runtime-tmpdir"
        $nuitka = "NUITKA_ONEFILE_PARENT"
    condition:
        (uint16(0) == 0x5a4d or $elf at 0) and any of ($meipass, $pyi, $pyi2, $nuitka)
}
