import subprocess
from setuptools import setup

HINT = """Some parts need a compiler.
Try again with: pip install --no-binary :all: x
"""


def version_of_compiler():
    """Text enough that the hint above and the call below are not one thing: it says how the compiler is found, in
    which places it is looked for, and what happens where there is none, which is that the pure version is built.
    """
    return subprocess.check_output(["cc", "--version"])


setup(name="x")
