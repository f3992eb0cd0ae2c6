import base64
open("logo.png", "wb").write(base64.b64decode(DATA))
