rule chr_concatenation
{
    meta:
        id = "MK-OBF-0009"
        author = "Meerkat"
        description = "Builds text from single character numbers: hides words from every search"
        behaviour = "obfuscation"
        points = "4.0"
        group = "chr-concatenation"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Character tables of codecs and generators"
    strings:
        $plus = /chr\s{0,2}\(\s{0,2}\d{2,3}\s{0,2}\)\s{0,3}\+\s{0,3}chr\s{0,2}\(\s{0,2}\d{2,3}\s{0,2}\)\s{0,3}\+\s{0,3}chr\s{0,2}\(\s{0,2}\d{2,3}\s{0,2}\)\s{0,3}\+\s{0,3}chr/
        $join = /['"]{2}\s{0,3}\.\s{0,3}join\s{0,3}\(\s{0,3}(map\s{0,3}\(\s{0,3}chr\s{0,3},\s{0,3}[\[(]|\[?\(?\s{0,3}chr\s{0,3}\(\s{0,3}\w{1,12}[^\n]{0,40}\)\s{0,3}for\s{1,3}\w{1,12}\s{1,3}in\s{1,3}[\[(])\s{0,3}\d{1,4}\s{0,3},\s{0,3}\d{1,4}\s{0,3},/
        $maths = /chr\s{0,2}\(\s{0,2}\d{2,9}\s{0,3}[-^\/*%]{1,2}\s{0,3}\d{1,9}\s{0,2}\)/
        $bytes = /bytes(array)?\s{0,2}\(\s{0,3}\[\s{0,8}\d{1,3}\s{0,3},(\s{0,12}\d{1,3}\s{0,3},){30}/
        $list = /join\s{0,3}\(\s{0,3}\[\s{0,3}chr\s{0,3}\(/
    condition:
        $plus or $join or #maths > 3 or $bytes or ($list and #maths > 0)
}
