from setuptools import setup
setup(name="x", keywords="base64 decode")
