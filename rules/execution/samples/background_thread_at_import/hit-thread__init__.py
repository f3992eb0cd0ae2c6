import threading, requests

def _sync():
    requests.get("https://example.invalid/")

threading.Thread(target=_sync, daemon=True).start()
