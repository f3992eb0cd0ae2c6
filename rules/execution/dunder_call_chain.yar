rule dunder_call_chain
{
    meta:
        id = "MK-EXE-0023"
        author = "Meerkat"
        description = "Walks from an empty object to its subclasses to find os or subprocess: a sandbox escape"
        behaviour = "execution"
        points = "3.5"
        group = "dunder-call-chain"
        scope = "any"
        filetypes = "any"
        attack = "T1059.006"
        reference = "https://attack.mitre.org/techniques/T1059/006/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tests of template sandboxes (jinja2) and scanners of such payloads"
    strings:
        $walk = /__class__\s{0,4}\.\s{0,4}(__bases__\s{0,4}\[\s{0,2}0\s{0,2}\]|__base__|__mro__\s{0,4}\[\s{0,2}-?\d\s{0,2}\])\s{0,4}\.\s{0,4}__subclasses__\s{0,4}\(\s{0,2}\)/
    condition:
        $walk
}
