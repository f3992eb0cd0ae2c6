rule agent_started_without_guard
{
    meta:
        id = "MK-AGT-0003"
        author = "Meerkat"
        description = "Starts an AI coding tool with its safety questions switched off to search or change the machine"
        behaviour = "ai-agents"
        points = "4.5"
        group = "agent-started-without-guard"
        scope = "any"
        filetypes = "any"
        attack = "T1059"
        reference = "https://attack.mitre.org/techniques/T1059/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Agent runners and benchmarks"
    strings:
        $claude = "--dangerously-skip-permissions"
        $gemini = /gemini['",\s]{1,6}[^\n]{0,60}--yolo/
        $q = "--trust-all-tools"
        $codex = "--dangerously-bypass-approvals-and-sandbox"
        $run = /subprocess|os\.system|Popen|execSync|spawn/
        // a task that is written out beside it: agents and their runners speak of tokens and secrets all the time
        $aim_wallet = "wallet" nocase
        $aim_credential = "credential" nocase
        $aim_secret = /\bsecrets\b/
        $aim_ssh = /\.ssh\b|id_rsa|private.keys?\b/
        $aim_keystore = "keystore" nocase
        $aim_env = /\.env\b/
        $aim_keys = /\bapi.keys\b/
        $aim_seed = /\bmnemonic|seed phrase/
        $aim_steal = /exfil|recursively/ nocase
    condition:
        filesize < 300KB and $run and for any of ($claude, $gemini, $q, $codex) : (
            for any i in (1..#) : ( 2 of ($aim_*) in (@[i] - 2000..@[i] + 2000) )
        )
}
