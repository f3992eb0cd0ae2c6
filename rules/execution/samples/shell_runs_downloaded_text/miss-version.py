import subprocess
version = subprocess.check_output(["git", "describe"])
