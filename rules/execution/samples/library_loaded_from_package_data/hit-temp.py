import ctypes, tempfile, os
ctypes.CDLL(os.path.join(tempfile.gettempdir(), "x.so"))
