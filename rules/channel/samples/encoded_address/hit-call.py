socket.gethostbyname(base64.b64decode(name))
