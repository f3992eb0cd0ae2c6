import requests


def login(user, token):
    message = f"user={user}"
    print("User:", user, "Token:", token[:4])
    return requests.post("https://api.example.invalid/login", json={"user": user, "token": token}, timeout=9)
