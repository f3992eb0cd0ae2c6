os.system("schtasks /query")
