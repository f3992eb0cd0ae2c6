import os
import subprocess

from setuptools import setup

NPM = "npm.cmd" if os.name == "nt" else "npm"
subprocess.check_call([NPM, "run", "build"], cwd="frontend")
setup(name="pkg", version="1.0", packages=["pkg"])
