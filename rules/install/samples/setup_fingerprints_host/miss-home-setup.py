import os
from setuptools import setup
home = os.environ.get("HOME")
setup(name="x")
