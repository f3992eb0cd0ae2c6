rule tool_text_steers_agent
{
    meta:
        id = "MK-AGT-0007"
        author = "Meerkat"
        description = "Tells an AI agent to read keys or to run a download, and to keep it from its user: a poisoned tool or instruction"
        behaviour = "ai-agents"
        points = "5.0"
        group = "tool-text-steers-agent"
        scope = "any"
        filetypes = "any"
        attack = "T1204"
        reference = "https://attack.mitre.org/techniques/T1204/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Tests and demonstrations of poisoned tools"
    strings:
        $hide_1 = /(do\s{1,12}not|don't|never|without)\s{1,12}(mention|tell|inform|notif|show|reveal|ask|alert)[^.\n]{0,40}\buser/ nocase
        $hide_2 = /keep\s{1,12}(this|it)\s{1,12}(secret|hidden|from\s{1,12}the\s{1,12}user)/ nocase
        $hide_3 = /(do\s{1,12}not|don't|never|without)\s{1,12}(mention|tell|reveal|disclos)[^.\n]{0,60}\b(file|step|this|it|anyone|key|note)/ nocase
        $hide_4 = /(leave|keep)\s{1,12}(this|it|that|them)\s{1,12}out\s{1,12}of\s{1,12}(your|the)\s{1,12}(answer|repl|response|summary|output)/ nocase
        $read = /\b(read|cat|open|attach|include|collect|list|pass|send|put|paste|provide|load|hand\s{1,12}over)\b[^\n]{0,60}(\n[^\n]{0,30})?(~\/\.|\$HOME\/\.|\bid_(rsa|ed25519)|\.ssh\/|\.aws\/|mcp\.json|['"`\s\/]\.env\b|\/etc\/passwd)/ nocase
        $run = /\b(run|execute)\b[^\n]{0,30}\b(curl|wget|powershell|bash\s{1,12}-c|python3?\s{1,12}-c)\b/ nocase
    condition:
        for any of ($read, $run) : ( for any i in (1..#) : ( any of ($hide_*) in (@[i] - 800..@[i] + 800) ) )
}
