import marshal
f = open("x.pyc", "rb")
f.read(16)
exec(marshal.load(f))
