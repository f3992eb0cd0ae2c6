rule large_encoded_literal_run
{
    meta:
        id = "MK-OBF-0013"
        author = "Meerkat"
        description = "Decodes a very long literal in a file that also runs text: the program is inside the literal"
        behaviour = "obfuscation"
        points = "4.0"
        group = "large-literal"
        scope = "any"
        filetypes = "any"
        attack = "T1027.009"
        reference = "https://attack.mitre.org/techniques/T1027/009/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Bootstrap installers"
    strings:
        $long = /(b64decode|b85decode|a85decode|b32decode|fromhex|unhexlify|decompress|loads|decrypt)\s{0,4}\(\s{0,4}[\w.(\s]{0,60}b?r?['"]{1,3}\n?[\w+\/=\\$%&@!#*~^{}<>?|;:,.()-]{200}/
        $exec = /\b(exec\(|eval\()\s{0,4}[^\s)]/
        $compile = /\bcompile\s{0,4}\([^\n]{0,200}['"]exec['"]/
    condition:
        $long and ($exec or $compile)
}
