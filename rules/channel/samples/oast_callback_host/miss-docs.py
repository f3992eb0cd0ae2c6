DOC = "interactsh is an out-of-band tool"
