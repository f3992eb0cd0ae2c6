import os, sys
from setuptools import setup
if "sdist" not in sys.argv:
    os.system("echo inert")
setup(name="x")
