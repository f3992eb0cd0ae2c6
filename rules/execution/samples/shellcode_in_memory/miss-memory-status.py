import ctypes
status = ctypes.windll.kernel32.GlobalMemoryStatusEx(buffer)
