import base64, shlex


def remote(command):
    text = base64.b64encode(command.encode()).decode()
    return f"echo {text} | base64 -d | sh"
