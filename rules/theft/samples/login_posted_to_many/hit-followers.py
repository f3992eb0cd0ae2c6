import getpass

import requests

SITES = [
    "https://one.example.invalid/login",
    "https://two.example.invalid/member",
    "https://three.example.invalid/auth",
]


def push(user, password):
    for url in SITES:
        requests.post(url, data={"username": user, "password": password}, timeout=9)


push(input("Name: "), getpass.getpass("Password: "))
