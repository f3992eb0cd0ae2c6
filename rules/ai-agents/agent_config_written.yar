rule agent_config_written
{
    meta:
        id = "MK-AGT-0001"
        author = "Meerkat"
        description = "Writes into the settings of AI coding tools or editors in the home folder: plants commands that they will run"
        behaviour = "ai-agents"
        points = "3.5"
        group = "agent-config-written"
        scope = "any"
        filetypes = "any"
        attack = "T1546"
        reference = "https://attack.mitre.org/techniques/T1546/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Installers of MCP servers write their own entry"
    strings:
        $claude = /\.claude[\/\\'",\s]{1,6}(settings(\.local)?\.json|CLAUDE\.md|commands|hooks|skills|agents)|\.claude\.json|['"\/]CLAUDE\.md/
        $cursor = /\.cursor[\/\\'",\s]{1,6}(mcp\.json|rules|hooks\.json)|\.cursorrules/
        $vscode = /\.vscode[\/\\'",\s]{1,6}tasks\.json/
        $gemini = /\.gemini[\/\\'",\s]{1,6}settings\.json|\.codex[\/\\'",\s]{1,6}(config\.toml|AGENTS)|claude_desktop_config\.json|\.windsurf[\/\\'",\s]{1,6}|mcp_config\.json|\.continue[\/\\'",\s]{1,6}config/
        $home = /expanduser|Path\.home\s{0,3}\(|\bHOME\b|USERPROFILE|os\.walk|\.rglob/
        $write = /\.write(_text|_bytes)?\s{0,3}\(|json\.dump\s{0,3}\(/
        $cmd = /(SessionStart|PreToolUse|PostToolUse|UserPromptSubmit|folderOpen|['"]hooks['"]|['"]command['"]|mcpServers)/
        $act = /\b(urlopen|urlretrieve|requests\.(get|post)|b64decode|curl|wget|base64|python3? -c|node -e|bun )/
        // who writes into the settings of many tools when a person asks for that is an installer
        $asked = /\b(argparse|click|typer|sys\.argv|input\s{0,2}\(|inquirer|questionary|fire\.Fire|getopts)\b/
    condition:
        $home and $write and (
            (any of ($claude, $cursor, $vscode, $gemini) and for any i in (1..#cmd) : ( $act in (@cmd[i] - 800..@cmd[i] + 800) )) or
            ($cmd and 3 of ($claude, $cursor, $vscode, $gemini) and not $asked)
        )
}
