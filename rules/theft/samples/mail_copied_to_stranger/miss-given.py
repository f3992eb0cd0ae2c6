import requests

def send(key, to, subject, text, copies=()):
    mail = {"To": to, "Subject": subject, "TextBody": text, "Bcc": ",".join(copies)}
    return requests.post("https://mail.example.invalid/email", json=mail, headers={"Token": key})
