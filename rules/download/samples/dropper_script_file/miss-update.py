import os
import subprocess
import tempfile


def replace(new, current):
    script = os.path.join(tempfile.gettempdir(), "update.bat")
    with open(script, "w") as file:
        file.write(f"""@echo off
timeout /t 2 /nobreak >nul
move /y "{new}" "{current}"
start "" "{current}"
""")
    subprocess.Popen(["cmd.exe", "/c", script])
