text = text.replace("\r", "")
