ip = requests.get("https://api.ipify.org").text
