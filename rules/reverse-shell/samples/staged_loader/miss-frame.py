n = struct.unpack(">I", s.recv(4))[0]
data = s.recv(n)
