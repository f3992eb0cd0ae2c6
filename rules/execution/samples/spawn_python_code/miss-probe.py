import subprocess, sys
subprocess.run([sys.executable, "-c", "import sys; print(sys.prefix)"])
