import subprocess
import sys


def install():
    """Install the tool that does the work."""
    print("installing ...")
    done = subprocess.run("curl -sSf https://tool.example.org/install.sh | sh", shell=True)
    if done.returncode:
        sys.exit("could not install it: see above")
