rule builtins_item_chosen
{
    meta:
        id = "MK-EXE-0036"
        author = "Meerkat"
        description = "Takes exec or eval out of the builtins by an expression that chooses, instead of by its name"
        behaviour = "execution"
        points = "5.0"
        group = "builtins-item-chosen"
        scope = "any"
        filetypes = "any"
        attack = "T1027"
        reference = "https://attack.mitre.org/techniques/T1027/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Code golf; nothing honest is known"
    strings:
        $item = /__builtins__(\.__dict__)?\s{0,4}\[[^\]\n]{0,40}['"](exec|eval)['"][^\]\n]{0,80}\]\s{0,4}\(/
    condition:
        $item
}
