winreg.SetValueEx(key, "DisableTaskMgr", 0, winreg.REG_DWORD, 1)
