import subprocess
subprocess.run(["node", "--version"])
