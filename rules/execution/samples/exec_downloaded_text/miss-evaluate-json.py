import json, requests
rows = json.loads(requests.get("https://example.org/rows.json").text)
