rule packer_hyperion_shape
{
    meta:
        id = "MK-OBF-0005"
        author = "Meerkat"
        description = "Renames the dangerous builtins in one line to harmless words: shape of a packer"
        behaviour = "obfuscation"
        points = "4.5"
        group = "builtins-indirect"
        scope = "any"
        filetypes = "any"
        attack = "T1027.002"
        reference = "https://attack.mitre.org/techniques/T1027/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $map = /=\s{0,3}exec\s{0,3},\s{0,3}str\s{0,3},\s{0,3}tuple\s{0,3},\s{0,3}map\s{0,3},\s{0,3}ord/
        $star = "from builtins import *"
        $prod = /from math import prod as \w{1,30}/
        $vars = /(globals|locals|vars)\s{0,3}\(\s{0,3}\)\s{0,3}\[\s{0,3}['"][^'"\n]{1,40}['"]\s{0,3}\]\s{0,3}=\s{0,3}(exec|eval|getattr|globals)\b/
        $dirtrick = /(getattr|vars|dir)\s{0,3}\(\s{0,3}__import__\s{0,3}\(\s{0,3}['"]builtins['"]\s{0,3}\)/
        $mangle = /class\s{1,3}\w{1,30}\s{0,3}\(\s{0,3}\)?:[^\n]{0,40}\n\s{1,8}def\s{1,3}__decode__/
    condition:
        $map or ($star and $prod) or $vars or $dirtrick or $mangle
}
