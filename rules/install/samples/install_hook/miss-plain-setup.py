from setuptools import setup
from setuptools.command.test import test
setup(name="x", packages=["x"])
