import base64, pickle

_DATA = base64.b64decode("aW5lcnRpbmVydGluZXJ0aW5lcnRpbmVydGluZXJ0aW5lcnQ=")


def load():
    return pickle.loads(_DATA)
