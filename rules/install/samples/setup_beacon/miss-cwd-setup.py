import os
from setuptools import setup
here = os.getcwd()
setup(name="x")
