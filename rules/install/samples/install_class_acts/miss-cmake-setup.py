import os
from setuptools import setup
from setuptools.command.develop import develop


class custom_develop(develop):
    def run(self):
        os.system("cmake -DCMAKE_BUILD_TYPE=Release ..")
        return develop.run(self)


setup(name="x", cmdclass={"develop": custom_develop})
