os.system("npm ci")
