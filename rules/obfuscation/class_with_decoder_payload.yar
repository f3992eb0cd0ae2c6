rule class_with_decoder_payload
{
    meta:
        id = "MK-OBF-0022"
        author = "Meerkat"
        description = "Reads its own source or a marker in it and runs the rest: the payload hides in comments or after the end"
        behaviour = "obfuscation"
        points = "3.0"
        group = "class-with-decoder-payload"
        scope = "any"
        filetypes = "any"
        attack = "T1027.009"
        reference = "https://attack.mitre.org/techniques/T1027/009/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Test helpers that run doctests"
    strings:
        $self1 = /open\s{0,3}\(\s{0,3}(__file__|sys\.argv\[0\])[^\n)]{0,40}\)\s{0,3}\.\s{0,3}read(lines)?\s{0,3}\(/
        $self2 = "inspect.getsource("
        $doc = /\b(exec\(|eval\()[^\n'"]{0,80}__doc__/
        $exec = /\b(exec\(|eval\()\s{0,3}[\w.(]{0,60}(decode|decompress|b64|join|split)/
    condition:
        $doc or (($self1 or $self2) and $exec)
}
