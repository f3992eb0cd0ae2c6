import tarfile, requests
PUB = """-----BEGIN PUBLIC KEY-----
inert
-----END PUBLIC KEY-----"""
key = RSA.import_key(PUB)
cipher = PKCS1_OAEP.new(key)
tarfile.open("x.tar", "w")
requests.post("https://example.invalid/", data=b"")
