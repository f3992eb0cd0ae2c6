import hashlib
import os
import platform
import sys
import urllib.request

from setuptools import setup
from setuptools.command.build_py import build_py

FILES = {"Linux": ("libtide.so", "00" * 32)}


class WithLibrary(build_py):
    def run(self):
        super().run()
        if os.environ.get("TIDE_LIBRARY"):
            return
        name, digest = FILES[platform.system()]
        with urllib.request.urlopen("https://downloads.example.org/" + name, timeout=60) as answer:
            data = answer.read()
        if hashlib.sha256(data).hexdigest() != digest:
            sys.exit(f"the checksum of {name} is wrong")


setup(name="tides", cmdclass={"build_py": WithLibrary})
