os.system("start https://example.invalid/")
