import subprocess
subprocess.Popen(["bun", "run", "worker.js"])
