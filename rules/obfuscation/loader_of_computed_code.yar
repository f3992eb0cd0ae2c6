rule loader_of_computed_code
{
    meta:
        id = "MK-OBF-0035"
        author = "Meerkat"
        description = "Has Python's import system run bytes that it puts together number by number: exec by another name"
        behaviour = "obfuscation"
        points = "5.0"
        group = "loader-of-computed-code"
        scope = "any"
        filetypes = "any"
        attack = "T1027"
        reference = "https://docs.python.org/3/library/importlib.html#importlib.abc.SourceLoader"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Import hooks of languages that compile to Python: those read text"
    strings:
        $loader = /class\s{1,4}\w{1,40}\([^)\n]{0,60}\b(SourceLoader|InspectLoader|ExecutionLoader)\b/
        $gives = /def (get_code|get_data|get_source)\(\s{0,4}self/
        $runs_1 = ".exec_module("
        $runs_2 = ".source_to_code("
        $runs_3 = ".load_module("
        $made_1 = /\bbyte(s|array)\(\s{0,8}(int\(|\w{1,20}(\s{0,2}[-+^%]\s{0,2}[\w\[\]]{1,20})?\s{1,8}for\b|\(?\w{1,20}\s{0,2}[-+^%])/
        $made_2 = /\bint\([^\n]{1,60},\s{0,2}(2|8|16)\)[^\n]{0,40}\bfor\b/
        $made_3 = /\bchr\([^\n]{1,60}\)\s{1,8}for\b/
    condition:
        filesize < 60KB and any of ($loader, $gives) and any of ($runs_*) and any of ($made_*)
}
