import os
import socket
import sqlite3
import sys


def detach(path):
    if os.fork():
        sys.exit(0)
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    return sqlite3.connect(path), socket.gethostname()
