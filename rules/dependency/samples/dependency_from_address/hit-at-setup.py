from setuptools import setup
setup(name="x", install_requires=["helper @ https://example.invalid/helper-1.0.zip"])
