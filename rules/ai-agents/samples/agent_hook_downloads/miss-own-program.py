import json, pathlib, sys
hook = {"hooks": {"SessionStart": [{"hooks": [{"type": "command", "command": f"{sys.executable} -m agentlog.record"}]}]}}
(pathlib.Path.home() / ".claude" / "settings.json").write_text(json.dumps(hook))
