import marshal, zlib, base64
data = marshal.loads(zlib.decompress(base64.b64decode(b"inert")))
