"""From a report to people and to PyPI."""

from importlib.metadata import PackageNotFoundError, version

__all__ = ["__version__"]

try:
    __version__ = version("meerkat-guard")
except PackageNotFoundError:  # run from a checkout that is not installed
    __version__ = "0"
