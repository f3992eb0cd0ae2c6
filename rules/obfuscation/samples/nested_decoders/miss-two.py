data = json.loads(zlib.decompress(base64.b64decode(text)))
other = json.loads(text)
