path = home / ".minecraft" / "mods"
