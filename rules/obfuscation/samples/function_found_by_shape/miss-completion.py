import builtins
import sys

NAMES = [n for n in dir(builtins) if not n.startswith("_")]


def members(module):
    for name in dir(module):
        yield name, getattr(module, name)


def loaded():
    return sorted(sys.modules)
