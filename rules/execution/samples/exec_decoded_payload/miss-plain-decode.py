import base64

text = base64.b64decode("cHJpbnQoJ2luZXJ0Jyk=")
print(text)
