import subprocess, sys
from setuptools import setup
subprocess.check_call([sys.executable, "tools/cythonize.py"])
setup(name="x")
