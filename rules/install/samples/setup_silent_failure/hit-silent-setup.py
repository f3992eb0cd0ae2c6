import requests
from setuptools import setup
try:
    requests.get("https://example.invalid/")
except Exception:
    pass
setup(name="x")
