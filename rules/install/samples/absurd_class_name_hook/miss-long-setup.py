from setuptools.command.install import install

class PostInstallCommandForDocumentation(install):
    pass
