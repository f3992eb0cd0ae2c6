from types import SimpleNamespace

MIRROR = SimpleNamespace(host="%d.%d.%d.%d" % (192, 0, 2, 11), port=990)
