rule packer_banner
{
    meta:
        id = "MK-OBF-0002"
        author = "Meerkat"
        description = "Carries the name of a source-hiding tool: protected so that no one can read what it does"
        behaviour = "obfuscation"
        points = "3.5"
        group = "packer-banner"
        scope = "any"
        filetypes = "any"
        attack = "T1027.002"
        reference = "https://attack.mitre.org/techniques/T1027/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Detection tools name these packers; shop software uses some"
    strings:
        $hyperion = "__obfuscator__"
        $hyperion2 = /Hyperion['"\s]/
        $kramer_1 = "Kramer("
        $kramer_2 = "Kramer-Obf" fullword
        $kramer_3 = "class Kramer" fullword
        $vare = "__VareObfuscator__"
        $vare2 = "VareObfuscator"
        $blank = /Obfuscated (with|using|by) \w{3,30}/
        $blank2 = "BlankOBF"
        $pyobf_1 = "PyObfuscate"
        $pyobf_2 = "PyObfuscator"
        $pyobf_3 = "pyobfuscate.com"
        $fct = "freecodingtools.org"
        $lzma_1 = "LZMASpam"
        $lzma_2 = "LzmaSpam"
        $lzma_3 = "lzmaspam"
        $anubis_1 = "Anubis Obf"
        $anubis_2 = "AnubisObf"
        $anubis_3 = "anubis_obfus"
        $pyfuscate = /Pyfuscat|Py-?Fuscate|pyfuscate/i
        $oxyry_1 = "Oxyry Python Obfuscator"
        $oxyry_2 = "pyob.oxyry.com"
        $berserker = /Berserker|__pyarmor_enter|Specter-?Obf|PlusOBF|Py_?Cloak|Jawbreaker|WodX|ObfuXtreme|py-?guard-?obf|#\s{0,3}(Encoded|Encrypted|Obfuscated) ([Bb]y|[Ww]ith|[Uu]sing)[: ]|Wodx|Cryptix|Apollo ?Obf|Rose ?Obf|Noodle ?Obf/
    condition:
        any of ($hyperion, $kramer_*, $vare, $vare2, $blank, $blank2, $pyobf_*, $fct, $lzma_*, $anubis_*, $pyfuscate, $oxyry_*, $berserker) or ($hyperion2 and $hyperion)
}
