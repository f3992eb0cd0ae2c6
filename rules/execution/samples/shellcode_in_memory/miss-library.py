import ctypes
import ctypes.wintypes

kernel32 = ctypes.WinDLL("kernel32")
PAGE_EXECUTE_READWRITE = 0x40


def allocate(process, size):
    return kernel32.VirtualAllocEx(process, None, size, 0x3000, PAGE_EXECUTE_READWRITE)


def write(process, address, data):
    kernel32.WriteProcessMemory(process, ctypes.c_void_p(address), data, len(data), None)


def start_thread(process, address):
    return kernel32.CreateRemoteThread(process, None, 0, address, 0, 0, None)
