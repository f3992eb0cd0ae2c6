import base64
token = base64.b64decode(header)
user, password = token.split(b":")
