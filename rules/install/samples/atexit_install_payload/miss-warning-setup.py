import atexit
import subprocess
import warnings
from setuptools import setup

atexit.register(
    lambda: warnings.warn("There are no prebuilt binaries for this Python.", RuntimeWarning)
)
flags = subprocess.check_output(["pkg-config", "--cflags", "zlib"])
setup(name="x")
