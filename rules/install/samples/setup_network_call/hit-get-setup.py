import requests
from setuptools import setup
requests.get("https://example.invalid/")
setup(name="x")
