import os

FOLDERS = ["/sdcard/DCIM/Camera", "/sdcard/Pictures"]


def newest(count=20):
    files = [os.path.join(folder, name) for folder in FOLDERS for name in os.listdir(folder)]
    return sorted(files, key=os.path.getmtime)[-count:]
