import sys
from setuptools import setup
if "install" in sys.argv:
    print("use pip")
setup(name="x")
