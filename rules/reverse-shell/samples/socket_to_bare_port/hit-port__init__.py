import socket
s = socket.socket()
s.connect(("c.example.invalid", 4444))
