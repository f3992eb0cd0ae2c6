import argparse
TOOLS = {"claude": Path.home() / ".claude.json", "cursor": Path.home() / ".cursor" / "mcp.json", "windsurf": Path.home() / ".windsurf" / "mcp_config.json"}
parser = argparse.ArgumentParser()
parser.add_argument("--install", choices=TOOLS)
TOOLS[parser.parse_args().install].write_text(json.dumps({"mcpServers": {"tides": {"command": "uvx", "args": ["tides-mcp"]}}}))
