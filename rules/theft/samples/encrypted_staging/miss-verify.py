PUB = """-----BEGIN PUBLIC KEY-----
inert
-----END PUBLIC KEY-----"""
key = load_pem_public_key(PUB)
key.verify(signature, data, padding.PSS(), hash)
