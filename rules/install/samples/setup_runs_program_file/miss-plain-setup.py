from setuptools import setup
setup(name="x", scripts=["bin/tool.sh"])
