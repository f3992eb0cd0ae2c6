import ctypes
import os

here = os.path.dirname(os.path.abspath(__file__))
codec = ctypes.CDLL(os.path.join(here, "codec.so"))


def forget(folder, name):
    """Drop a decoded picture from the cache."""
    os.remove(os.path.join(os.path.expanduser(folder), name))
