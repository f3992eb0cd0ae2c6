data = base64.b64decode("QUJD")
