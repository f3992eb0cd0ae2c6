rule pth_runs_code
{
    meta:
        id = "MK-STA-0001"
        author = "Meerkat"
        description = "A .pth file that runs code at every start of Python: persistence without any import"
        behaviour = "startup"
        points = "4.0"
        group = "pth-runs-code"
        scope = "startup"
        filetypes = "pth"
        attack = "T1546.018"
        reference = "https://attack.mitre.org/techniques/T1546/018/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "setuptools, coverage, editable installs and namespace packages have known forms; a new form deserves a look"
    strings:
        $import = /\nimport [^\n;]{1,300};/
        $import_plain = "\nimport "
        $exec = /\bexec\(/
        $not_distutils = "SETUPTOOLS_USE_DISTUTILS"
        $not_nspkg = "sitedir', 1) is None"
        $not_nspkg2 = "importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec("
        $not_nspkg3 = "sys._getframe(1).f_locals['sitedir']"
        $not_coverage = "COV_CORE_SOURCE"
        $not_coverage2 = "COVERAGE_PROCESS_START"
        $not_editable = "import __editable__"
        $not_virtualenv = "import _virtualenv"
    condition:
        filesize < 300KB and (uint32(0) == 0x6f706d69 or $import or $import_plain or $exec) and not (filesize < 700 and any of ($not_*))
}
