DOC = "paste it on pastebin.com"
