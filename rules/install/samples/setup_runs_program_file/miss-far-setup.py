import os
import subprocess
import sys

from setuptools import setup

HERE = os.path.dirname(os.path.abspath(__file__))


def bootloader():
    """The loader that is there already, by the system that this is built on."""
    name = "run.exe" if os.name == "nt" else "run"
    return os.path.join(HERE, "loader", name)


def compile_bootloader():
    """Compile it with the build tool that stands in the folder of its source.

    That takes the compiler of the system, and whatever options stand in the environment. What it makes is looked for
    in the folder above. Where that fails, it says so, and whoever installs from source has to do it by hand, as the
    documentation tells: nothing is taken from elsewhere.
    """
    command = [sys.executable, "./waf", "configure", "all"]
    return subprocess.call(command, cwd=os.path.join(HERE, "bootloader"))


setup(name="x")
