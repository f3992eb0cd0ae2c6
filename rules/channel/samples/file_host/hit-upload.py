import requests
server = requests.get("https://api.gofile.io/servers").json()
