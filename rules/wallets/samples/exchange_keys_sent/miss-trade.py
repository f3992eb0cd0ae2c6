import ccxt

exchange = ccxt.binance({"apiKey": "k", "secret": "s"})
print(exchange.fetch_balance())
