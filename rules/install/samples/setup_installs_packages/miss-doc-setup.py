from setuptools import setup
setup(name="x", long_description="pip install x")
