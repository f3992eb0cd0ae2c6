rule eval_of_escapes
{
    meta:
        id = "MK-EXE-0012"
        author = "Meerkat"
        description = "Evaluates text written wholly in escapes, chr() or joined scraps: readable code has no need of it"
        behaviour = "execution"
        points = "5.0"
        group = "eval-of-escapes"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tests of parsers and evaluators"
    strings:
        $hex = /(\b(exec|eval|__import__|getattr)|[^.\w]compile)\s{0,4}\(\s{0,8}b?f?['"]{1,3}\\(x[0-9a-fA-F]{2}|[01][0-7]{2}|u00[0-9a-f]{2})\\?/
        $chr = /\b(exec|eval|compile|__import__)\s{0,4}\(\s{0,8}chr\s{0,4}\(/
        $join_chr = /\b(exec|eval|compile)\s{0,4}\(\s{0,8}(str\()?['"]{2}\s{0,4}\.\s{0,4}join\s{0,4}\(\s{0,8}(map\s{0,4}\(\s{0,4}(chr|lambda)|\[?\(?\s{0,4}chr\s{0,4}\(|chr)/
        $bytes = /\b(exec\(|eval\()\s{0,8}(compile\s{0,4}\(\s{0,8})?(bytes|bytearray)\s{0,4}\(\s{0,8}\[\s{0,8}\d{1,3}\s{0,4},/
        $reversed = /\b(ex[e]c[(]|ev[a]l[(])\s{0,8}['"][^\n]{4,400}['"]\s{0,4}\[\s{0,2}::\s{0,2}-\s{0,2}1\s{0,2}\]/
    condition:
        any of them
}
