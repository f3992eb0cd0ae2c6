TITLE = "𝐀 letter"
