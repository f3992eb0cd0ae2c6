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
        $aim = /(wallet|credential|secret|\.ssh|keystore|token|exfil|private key|\.env\b|api key|recursively)/ nocase
    condition:
        any of ($claude, $gemini, $q, $codex) and $run and $aim and filesize < 300KB
}
