rule llm_used_for_commands
{
    meta:
        id = "MK-AGT-0005"
        author = "Meerkat"
        description = "Asks a language model for commands and runs the answer: behaviour that is in no file"
        behaviour = "ai-agents"
        points = "2.5"
        group = "llm-used-for-commands"
        scope = "any"
        filetypes = "any"
        attack = "T1059"
        reference = "https://attack.mitre.org/techniques/T1059/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Agent frameworks that run code on purpose"
    strings:
        $api_1 = "api-inference.huggingface.co"
        $api_2 = "api.anthropic.com"
        $api_3 = "api.openai.com"
        $api_4 = "generativelanguage.googleapis.com"
        $api_5 = "localhost:11434"
        $api_6 = "openrouter.ai"
        $api_7 = "router.huggingface.co"
        $run = /\b(exec|eval|os\.system|os\.popen)\s{0,3}\(\s{0,3}\w{1,30}(\[['"]\w{1,20}['"]\]|\.\w{1,20}|\(\))?\s{0,3}\)|Popen[ (]\s{0,3}\w{1,30}\s{0,3},\s{0,3}shell\s{0,3}=\s{0,3}True/
        $bad = /(sk-[A-Za-z0-9_-]{20}|hf_[A-Za-z0-9]{20}|collect|copy recursively|systeminfo|exfil|reverse shell|obfuscat)/ nocase
    condition:
        filesize < 100KB and any of ($api_*) and $run and $bad
}
