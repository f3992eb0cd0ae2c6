import subprocess, sys
subprocess.run([sys.executable, "-c", script])
