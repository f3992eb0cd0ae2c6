from setuptools import setup
setup(name="x", install_requires=["example @ https://github.com/example/example/archive/main.zip"])
