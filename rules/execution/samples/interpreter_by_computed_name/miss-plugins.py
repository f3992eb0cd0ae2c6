import importlib
import subprocess
import sys

from .settings import value


def load(name):
    module = importlib.import_module(value("plugins.module"))
    make = getattr(module, value("plugins.make"))
    subprocess.run([sys.executable, "-c", "import tides; tides.check()"], check=True)
    return make(name)
