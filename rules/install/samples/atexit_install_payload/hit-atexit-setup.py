import atexit, os
from setuptools import setup
def _post():
    os.system("echo inert")
atexit.register(_post)
setup(name="x")
