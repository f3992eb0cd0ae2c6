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
        $kramer = /\bKramer\s{0,4}\(|class Kramer\b|Kramer-Obf/
        $vare = "__VareObfuscator__"
        $vare2 = "VareObfuscator"
        $blank = /Obfuscated (with|using|by) \w{3,30}/
        $blank2 = "BlankOBF"
        $pyobf = /PyObfuscate|pyobfuscate\.com|PyObfuscator/
        $fct = /freecodingtools\.org/
        $lzma = /LzmaSpam|lzmaspam|LZMASpam/
        $anubis = /Anubis Obf|AnubisObf|anubis_obfus/
        $pyfuscate = /Pyfuscat|Py-?Fuscate|pyfuscate/i
        $oxyry = /pyob\.oxyry\.com|Oxyry Python Obfuscator/
        $berserker = /Berserker|__pyarmor_enter|Specter-?Obf|PlusOBF|Py_?Cloak|Jawbreaker|WodX|ObfuXtreme|py-?guard-?obf|#\s{0,3}(Encoded|Encrypted|Obfuscated) ([Bb]y|[Ww]ith|[Uu]sing)[: ]|Wodx|Cryptix|Apollo ?Obf|Rose ?Obf|Noodle ?Obf/
    condition:
        any of ($hyperion, $kramer, $vare, $vare2, $blank, $blank2, $pyobf, $fct, $lzma, $anubis, $pyfuscate, $oxyry, $berserker) or ($hyperion2 and $hyperion)
}
