import requests
data = requests.get("https://raw.githubusercontent.com/u/r/main/list.json").json()
