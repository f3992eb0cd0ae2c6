import requests
def check():
    r = requests.get("https://example.org/v")
    return r.text
