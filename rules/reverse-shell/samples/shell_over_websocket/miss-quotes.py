import websocket


def on_message(ws, m):
    print(m)


websocket.WebSocketApp("wss://quotes.example.org/", on_message=on_message).run_forever()
