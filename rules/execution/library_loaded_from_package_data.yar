rule library_loaded_from_package_data
{
    meta:
        id = "MK-EXE-0022"
        author = "Meerkat"
        description = "Loads a native library out of a data file or temporary folder and calls into it"
        behaviour = "execution"
        points = "2.0"
        group = "library-loaded-from-package-data"
        scope = "any"
        filetypes = "any"
        attack = "T1574"
        reference = "https://attack.mitre.org/techniques/T1574/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tests that build an extension in a temporary folder"
    strings:
        $tmp = /(CDLL|WinDLL|LoadLibrary[AW]?)\s{0,4}\(\s{0,8}(os\.path\.join\s{0,2}\(\s{0,2})?(tempfile|gettempdir|os\.environ\[['"]TEMP|f?['"]\/tmp\/)/
    condition:
        any of them
}
