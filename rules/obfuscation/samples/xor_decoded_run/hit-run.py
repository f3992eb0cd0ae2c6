code = "".join(chr(ord(c) ^ ord(k)) for c, k in zip(data, key))
exec(code)
