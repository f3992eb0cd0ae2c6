rule agent_hook_downloads
{
    meta:
        id = "MK-AGT-0006"
        author = "Meerkat"
        description = "Plants a command that fetches and runs code into the settings of coding agents or editors: runs at each of their sessions"
        behaviour = "ai-agents"
        points = "5.5"
        group = "agent-config-written"
        scope = "any"
        filetypes = "any"
        attack = "T1546"
        reference = "https://attack.mitre.org/techniques/T1546/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known: installers of agent tools name a program that they installed"
    strings:
        $place1 = /\.claude[\/\\'",\s]{1,8}(settings|hooks|commands)/
        $place2 = /\.cursor[\/\\'",\s]{1,8}(hooks|mcp|rules)/
        $place3 = /\.gemini[\/\\'",\s]{1,8}settings/
        $place4 = /\.vscode[\/\\'",\s]{1,8}tasks/
        $place5 = /\.codex[\/\\'",\s]{1,8}(config|hooks|AGENTS)/
        $place6 = /\.windsurf[\/\\'",\s]{1,8}/
        $place7 = "claude_desktop_config"
        $hook1 = "SessionStart"
        $hook2 = "PreToolUse"
        $hook3 = "PostToolUse"
        $hook4 = "UserPromptSubmit"
        $hook5 = "folderOpen"
        $hook6 = "mcpServers"
        $hook7 = /['"]command['"]\s{0,3}:/
        $write1 = ".write_text("
        $write2 = ".write("
        $write3 = "json.dump("
        $fetch1 = /\b(curl|wget)\s[^\n'"]{4,160}\|\s{0,3}(sudo\s)?(ba|z)?(sh|python3?|node|bun)\b/
        $fetch2 = /base64\s{1,3}(-d|-D|--decode)[^\n'"]{0,60}\|\s{0,3}(ba|z)?(sh|python3?|node)\b/
        $fetch3 = /python3?\s{1,3}-c\s{1,3}\\?['"][^\n]{0,160}(urlopen|b64decode|requests)/
        $fetch4 = /node\s{1,3}-e\s{1,3}\\?['"][^\n]{0,160}(fetch|http|eval)/
        $fetch5 = /(iwr|irm|Invoke-WebRequest)\s[^\n]{4,160}\|\s{0,3}iex\b/
    condition:
        any of ($place*) and any of ($hook*) and any of ($write*) and any of ($fetch*)
}
