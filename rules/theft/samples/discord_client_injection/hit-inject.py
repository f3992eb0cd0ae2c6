path = os.path.join(app, "modules", "discord_desktop_core-1", "discord_desktop_core", "index.js")
open(path, "w").write(code)
