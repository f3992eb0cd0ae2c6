import ctypes, os
lib = ctypes.CDLL(os.path.join(here, "libnative.so"))
