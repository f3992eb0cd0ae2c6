rule encoded_source
{
    meta:
        id = "MK-OBF-0033"
        author = "Meerkat"
        description = "Keeps Python or shell source in base64 or hex literals"
        behaviour = "obfuscation"
        points = "4.5"
        group = "encoded-source"
        scope = "any"
        filetypes = "any"
        attack = "T1027.013"
        reference = "https://attack.mitre.org/techniques/T1027/013/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Notebook exporters and test data"
    strings:
        $import = /['"](aW1wb3J0I|CmltcG9ydC|ZnJvbSB|CmZyb20g|IyEvYmluL|IyEvdXNyL|ZXhlYyh|ZGVmI|CiAgICBpbXBvcnQ|dHJ5Og|Y2xhc3Mg|IyAtKi0|X19pbXBvcnRfX)[A-Za-z0-9+\/=\\\n]{40}/
        $ps = /['"](cG93ZXJzaGVsb|cABvAHcAZQByAHMA|SQBFAFgA|JABjAGwAaQ|UG93ZXJTaGVsb|Y21kIC9j|Y3VybC|d2dldC)[A-Za-z0-9+\/=\\\n]{8}/
        $hex = /['"](696d706f7274|66726f6d20|2321|65786563)[0-9a-f]{40}/ nocase
    condition:
        any of them
}
