import os
from setuptools import setup
os.system("pip install inert-example")
