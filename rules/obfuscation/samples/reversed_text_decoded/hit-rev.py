data = base64.b64decode(text[::-1])
