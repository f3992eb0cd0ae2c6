print("use curl to fetch it")
