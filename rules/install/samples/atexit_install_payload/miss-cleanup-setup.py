import atexit, shutil
from setuptools import setup
atexit.register(shutil.rmtree, "build")
setup(name="x")
