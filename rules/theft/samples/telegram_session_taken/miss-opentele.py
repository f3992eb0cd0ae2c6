DEFAULT = "Telegram Desktop"
desk = TDesktop(path)
