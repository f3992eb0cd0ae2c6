rule template_reaches_runner
{
    meta:
        id = "MK-EXE-0046"
        author = "Meerkat"
        description = "A template that reaches a shell or exec by the attributes of what it is given: whoever renders it runs that"
        behaviour = "execution"
        points = "9.0"
        group = "template-reaches-runner"
        scope = "any"
        filetypes = "any"
        attack = "T1221"
        reference = "https://attack.mitre.org/techniques/T1221/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "Collections of attacks for those who test web pages; it stands in data files, where everything weighs half"
    strings:
        $reach = /__(globals|subclasses|builtins|import)__[^{}]{0,300}\b(popen|system|exec|eval|subprocess|check_output|urlopen)\b[^{}]{0,300}[}%]\}/
    condition:
        #reach > 0 and #reach < 6
}
