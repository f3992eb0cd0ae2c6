import socket
s.connect(("203.0.113.9", 80))
while True:
    s.send(s.recv(1024))
