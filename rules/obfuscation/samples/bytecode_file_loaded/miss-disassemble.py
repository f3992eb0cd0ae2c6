import marshal, dis
f.read(16)
dis.dis(marshal.load(f))
