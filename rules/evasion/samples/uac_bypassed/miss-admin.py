ctypes.windll.shell32.IsUserAnAdmin()
