import requests
def login(user):
    return requests.post("https://example.org/login", json={"u": user})
