from setuptools import setup
from setuptools.command.install import install

class qwErtYuiOpAsDfGhJkLzXcVbNmQwErTyUiOpAsDfGhJkLzXcVbNm(install):
    pass

setup(name="x")
