page = requests.get("https://steamcommunity.com/profiles/1").text
print(page)
