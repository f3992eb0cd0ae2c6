import base64


def encode(text):
    return base64.b64encode(text.encode("utf-16-le")).decode()
