rule prompt_injection_for_reviewers
{
    meta:
        id = "MK-AGT-0004"
        author = "Meerkat"
        description = "Text addressed to AI reviewers that tells them to call the code harmless or to obey"
        behaviour = "ai-agents"
        points = "2.5"
        group = "prompt-injection-for-reviewers"
        scope = "any"
        filetypes = "any"
        attack = "T1027"
        reference = "https://attack.mitre.org/techniques/T1027/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Prompt-injection tests of AI libraries"
    strings:
        $ignore = /(ignore|disregard|forget)\s{1,3}(all\s{1,3}|any\s{1,3})?(the\s{1,3})?(previous|prior|above|earlier)\s{1,3}(instructions|prompts|directives|context)/ nocase
        $safe = /(classify|treat|mark|label|report) (this|it)[\w ]{0,24} as (safe|benign|clean|harmless)/ nocase
        $to = /(AI (assistant|agent|model|reviewer|scanner)|language model|LLM|security (scanner|reviewer|analy)|you are now|system prompt)/
        $order = /(you must|you should|please) (run|execute|install|fetch|read|send|upload) (the following|this command|all|~\/|\$HOME|the contents? of)/ nocase
    condition:
        ($ignore and ($safe or $order)) or ($safe and $to) or ($order and $ignore)
}
