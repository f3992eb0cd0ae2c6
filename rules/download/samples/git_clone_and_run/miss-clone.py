import subprocess
subprocess.run(["git", "clone", url, target])
