import sys, winreg


def set_autostart(on):
    key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\Microsoft\Windows\CurrentVersion\Run", 0, winreg.KEY_SET_VALUE)
    if on:
        winreg.SetValueEx(key, "Breaks", 0, winreg.REG_SZ, sys.executable)
    else:
        winreg.DeleteValue(key, "Breaks")
