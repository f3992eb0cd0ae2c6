rule packer_reversed_lambda
{
    meta:
        id = "MK-OBF-0004"
        author = "Meerkat"
        description = "One lambda that reverses, decodes and unpacks text, then runs it: output of a web obfuscator"
        behaviour = "obfuscation"
        points = "5.5"
        group = "reversed-text"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $lambda = /_\s{0,3}=\s{0,3}lambda\s{1,3}_{1,4}\s{0,3}:\s{0,3}__import__\s{0,3}\(\s{0,3}['"](zlib|base64|marshal|lzma|gzip|bz2)['"]/
        $lambda2 = /lambda\s{1,3}\w{1,12}\s{0,3}:\s{0,3}__import__\s{0,3}\(\s{0,3}['"](zlib|base64|marshal|lzma|gzip|bz2)['"]\s{0,3}\)\s{0,3}\.\s{0,3}(decompress|b\d\ddecode|loads)/
        $call = /exec\s{0,3}\(\s{0,3}\(\s{0,3}_{1,4}\s{0,3}\)\s{0,3}\(\s{0,3}b?['"]/
        $rev = /b\d\dde[c]o[d]e\s{0,3}\(\s{0,3}\w{1,20}\s{0,3}\[\s{0,2}::\s{0,2}-\s{0,2}1\s{0,2}\]/
    condition:
        any of them
}
