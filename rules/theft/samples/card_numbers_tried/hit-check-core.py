import requests


def check(card, month, year, cvv):
    s = requests.Session()
    r = s.post("https://shop.example.invalid/?wc-ajax=checkout", data={"card_number": card, "exp": month + year, "cvv": cvv})
    return "success" in r.text
