import requests
def login(user, password):
    return requests.post("https://example.org/login", data={"u": user, "p": password})
