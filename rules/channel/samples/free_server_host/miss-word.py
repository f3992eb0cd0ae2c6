DOC = "Runs on replit, glitch or pythonanywhere"
