h = k.OpenProcess(0x10, False, pid)
k.ReadProcessMemory(h, addr, buffer, size, None)
