from setuptools import setup
setup(name="x", install_requires=["helper>=1.0"])
