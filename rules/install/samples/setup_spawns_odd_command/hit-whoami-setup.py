import os
from setuptools import setup
os.system("whoami > /tmp/x")
setup(name="x")
