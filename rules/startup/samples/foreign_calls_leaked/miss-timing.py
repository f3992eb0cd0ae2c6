import time
import requests
_send = requests.Session.send


def send(self, request, **kwargs):
    started = time.monotonic()
    try:
        return _send(self, request, **kwargs)
    finally:
        TIMES.append((request.url, time.monotonic() - started))


requests.Session.send = send
