"""What the honest packages have in common: a first upload with hardly any metadata."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from tests.campaigns.forge import Built, wheel

__all__ = ["POOR", "setup_text", "small"]

POOR = {"Summary": "", "description": "", "Home_page": "", "Author": "", "Author_email": "", "License": ""}


def setup_text(name: str, extra: str = "", before: str = "") -> str:
    """A setup.py; ``before`` stands in front of the call, ``extra`` holds more of its arguments."""
    return f"from setuptools import setup, find_packages\n{before}\nsetup(\n    name={name!r},\n    version='0.0.1',\n    packages=find_packages(),\n{extra})\n"


def small(name: str, code: str, *, poor: bool = True, **files: str | bytes) -> Built:
    """A first upload: a module, its ``__init__`` and hardly any metadata."""
    module = name.replace("-", "_")
    members: dict[str, str | bytes] = {
        f"{module}/__init__.py": "from .main import *\n__version__ = '0.0.1'\n",
        f"{module}/main.py": code,
    }
    members |= {path.replace("__", "/").replace("_dot_", "."): content for path, content in files.items()}
    return wheel(name, members, version="0.0.1", **(POOR if poor else {}))
