import base64
blob = "cHJpbnQoMSk="
text = base64.b64decode(blob)
code = text.decode()
exec(code)
