import subprocess
subprocess.run(["sh", "-c", "command -v curl || command -v wget"])
