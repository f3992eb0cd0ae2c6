import inspect
import linecache

import requests


def around(depth=1):
    frame = inspect.stack()[depth]
    return [linecache.getline(frame.filename, line) for line in range(frame.lineno - 2, frame.lineno + 3)]


def report(error):
    requests.post("https://errors.example.org/v1", json={"error": str(error), "around": around(2)}, timeout=3)
