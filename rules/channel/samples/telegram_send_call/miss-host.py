HOST = "https://api.telegram.org"
