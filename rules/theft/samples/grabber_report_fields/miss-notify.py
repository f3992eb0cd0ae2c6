data = {"embeds": [{"title": "Build done", "description": name}]}
