import base64
from setuptools import setup
name = base64.b64decode("eA==").decode()
setup(name=name)
