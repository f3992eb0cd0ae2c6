rule copies_its_source_into_others
{
    meta:
        id = "MK-WRM-0011"
        author = "Meerkat"
        description = "Writes its own source into the modules of others that it finds"
        behaviour = "worm"
        points = "4.6"
        group = "copies-its-source-into-others"
        scope = "any"
        filetypes = "any"
        attack = "T1080"
        reference = "https://attack.mitre.org/techniques/T1080/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "Scaffolding tools write templates, not themselves"
    strings:
        $own_1 = /inspect\.getsource\(\s{0,2}sys\.modules\[\s{0,2}__name__\s{0,2}\]/
        $own_2 = /open\(\s{0,2}__file__[^\n)]{0,40}\)(\s{1,4}as\s\w{1,20}:\s{1,20}[^\n]{0,40}|\.)read/
        $own_3 = /Path\(\s{0,2}__file__\s{0,2}\)(\.resolve\(\))?\.read_(text|bytes)\(/
        $find = /(\.r?glob|glob\.i?glob|os\.walk)\([^\n]{0,80}(\*\.py|__init__\.py|setup\.py|sitecustomize)/
        $walk = /os\.walk\([^\n]{1,60}\)[^\n]{0,20}:[^\n]{0,20}\n([^\n]{0,120}\n){0,4}[^\n]{0,60}endswith\(\s{0,2}['"](\.py|__init__\.py)['"]/
        $write_1 = ".write("
        $write_2 = ".write_text("
        $write_3 = ".write_bytes("
    condition:
        filesize < 100KB and any of ($own_*) and for any of ($find, $walk) : ( for any i in (1..#) : ( any of ($write_*) in (@[i]..@[i] + 500) ) )
}
