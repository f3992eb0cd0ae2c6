from setuptools import setup
from setuptools.command.install import install

class PostInstall(install):
    def run(self):
        install.run(self)
        print("done")

setup(name="x", cmdclass={"install": PostInstall})
