import base64


def command(script):
    encoded = base64.b64encode(script.encode("utf-16-le")).decode("ascii")
    return f"powershell -ExecutionPolicy Bypass -EncodedCommand {encoded}"
