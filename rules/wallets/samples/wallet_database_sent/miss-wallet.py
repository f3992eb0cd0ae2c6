import sqlite3

import requests

NODE = "https://node.example.org"


def balance(path, name):
    rows = sqlite3.connect(path).execute("SELECT address, amount FROM transactions WHERE wallet = ?", (name,))
    return sum(amount for _, amount in rows), requests.post(NODE, json={"method": "height"}).json()
