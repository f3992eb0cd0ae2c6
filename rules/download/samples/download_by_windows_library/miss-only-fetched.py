import ctypes


def fetch(address, path):
    if ctypes.windll.urlmon.URLDownloadToFileW(None, address, path, 0, None):
        raise OSError(path)
