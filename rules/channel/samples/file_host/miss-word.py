DOC = "supports many file hosts"
