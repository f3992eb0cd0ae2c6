from setuptools import setup
setup(name="x", install_requires=["colorama @ https://files.example.invalid/packages/colorama.tar.gz"])
