handle = ctypes.windll.kernel32.GetConsoleWindow()
