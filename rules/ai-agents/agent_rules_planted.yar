rule agent_rules_planted
{
    meta:
        id = "MK-AGT-0008"
        author = "Meerkat"
        description = "Writes into the instructions of many coding agents that they need not ask, or must not tell"
        behaviour = "ai-agents"
        points = "5.5"
        group = "agent-rules-planted"
        scope = "any"
        filetypes = "any"
        attack = "T1204"
        reference = "https://attack.mitre.org/techniques/T1204/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Generators of instructions write what a person asked for, and in the open"
    strings:
        $file_1 = "CLAUDE.md"
        $file_2 = "AGENTS.md"
        $file_3 = ".cursorrules"
        $file_4 = ".windsurfrules"
        $file_5 = "copilot-instructions.md"
        $file_6 = ".clinerules"
        $file_7 = "GEMINI.md"
        $write = /\.write(_text)?\s{0,3}\(/
        $say_1 = /without\s{1,8}(asking|confirm|telling|approval|prompt)/ nocase
        $say_2 = /(do\s{1,8}not|don't|never)\s{1,8}(mention|tell|disclose|reveal|report)\b/ nocase
        $say_3 = /(skip|bypass|ignore)\s{1,8}(all\s{1,8})?(confirmation|approval|permission|safety)/ nocase
        $say_4 = /(already|has\s{1,8}been)\s{1,8}(approved|granted|authori[sz]ed)/ nocase
    condition:
        filesize < 200KB and 2 of ($file_*) and $write and 2 of ($say_*)
}
