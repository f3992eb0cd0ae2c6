rule function_found_by_shape
{
    meta:
        id = "MK-OBF-0036"
        author = "Meerkat"
        description = "Picks a function by the look of its name or by its checksum, so that the name stands nowhere"
        behaviour = "obfuscation"
        points = "5.0"
        group = "function-by-shape"
        scope = "any"
        filetypes = "any"
        attack = "T1027.007"
        reference = "https://attack.mitre.org/techniques/T1027/007/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Code that lists the builtins for completion or colours asks what they are, not how long their names are"
    strings:
        $builtins_1 = /\bfor\s{1,3}(\w{1,20})\s{1,3}in\s{1,3}(sorted\(\s{0,3})?(vars|dir)\(\s{0,3}(__builtins__|builtins|__import__\(\s{0,3}['"]builtins['"]\s{0,3}\))\s{0,3}\)[^\n]{0,20}\s{1,3}if\s{1,3}[^\n]{0,20}(len\(|\w{1,20}\[-?\d|crc32|adler32|md5|sha1|sha256|hash\(|sum\()/
        $modules = "sys.modules"
        $names = /\bfor\s{1,3}\w{1,20}\s{1,3}in\s{1,3}(dir|vars)\(\s{0,3}\w{1,20}\s{0,3}\)\s{0,3}:?\s{1,40}if\s{1,3}[\w.]{1,30}\([^\n:]{1,40}\)\s{0,3}(==|in\b)/
        $get = /\bgetattr\(\s{0,3}\w{1,20}\s{0,3},\s{0,3}\w{1,20}\s{0,3}[,)]/
    condition:
        filesize < 100KB and ($builtins_1 or ($modules and for any i in (1..#names) : ( $get in (@names[i]..@names[i] + 300) )))
}
