import requests


def tell(token, chat, text):
    try:
        requests.post(f"https://api.telegram.org/bot{token}/sendMessage", data={"chat_id": chat, "text": text})
    except Exception:
        return False
    return True
