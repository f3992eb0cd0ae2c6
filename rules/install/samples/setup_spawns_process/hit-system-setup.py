import os
from setuptools import setup
os.system("echo inert")
setup(name="x")
