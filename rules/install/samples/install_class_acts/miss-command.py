from setuptools.command.install import install

class InstallCommand(install):
    def run(self):
        print("hello")
        install.run(self)
