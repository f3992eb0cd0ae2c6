import os

from setuptools import setup

if os.path.exists("autogen.sh"):
    os.system("./autogen.sh > autogen.log")

setup(name="x", version=open("version.txt").read())
