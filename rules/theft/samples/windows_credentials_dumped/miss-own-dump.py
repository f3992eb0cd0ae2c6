import ctypes

dump = ctypes.windll.dbghelp.MiniDumpWriteDump
dump.argtypes = (ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_uint32)


def report(path):
    with open(path, "wb") as file:
        dump(ctypes.windll.kernel32.GetCurrentProcess(), 0, file.fileno(), 0)
