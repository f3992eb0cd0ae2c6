import getpass, socket
from setuptools import setup
who = getpass.getuser() + "@" + socket.gethostname()
setup(name="x")
