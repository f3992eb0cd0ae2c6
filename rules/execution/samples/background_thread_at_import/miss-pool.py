import threading, requests

class Pool:
    def start(self):
        threading.Thread(target=self.run, daemon=True).start()
