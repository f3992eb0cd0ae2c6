rule packer_pyarmor
{
    meta:
        id = "MK-OBF-0003"
        author = "Meerkat"
        description = "Protected by PyArmor or SourceDefender: code that cannot be read, which the index forbids"
        behaviour = "obfuscation"
        points = "4.5"
        group = "packer-pyarmor"
        scope = "any"
        filetypes = "any"
        attack = "T1027.002"
        reference = "https://attack.mitre.org/techniques/T1027/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Commercial software sold through other channels"
    strings:
        $enter = "__pyarmor__("
        $run = "from pytransform import pyarmor_runtime"
        $run2 = /from \.?pyarmor_runtime_\d{6}|from [\w.]{0,60}pyarmor_runtime\w{0,20} import __pyarmor__/
        $run3 = "pyarmor_runtime()"
        $magic = "PYARMOR\x00"
        $magic2 = "\\x50\\x59\\x41\\x52\\x4d\\x4f\\x52"
        $sd = "---BEGIN PYE FILE---"
        $sd2 = "import sourcedefender"
        $magic3 = "b'PY00000"
    condition:
        any of them
}
