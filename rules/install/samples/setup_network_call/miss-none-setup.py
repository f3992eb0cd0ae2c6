from setuptools import setup
setup(name="x", url="https://example.org/", install_requires=["requests"])
