"""Honest packages that do something when they are imported, or carry what looks like a start-up file."""

from tests.campaigns.forge import Built, Shapes, sdist, wheel

__all__ = ["IMPORTING"]

IMPORTING = Shapes()
INIT = '"""Reads tables."""\n\nfrom ._version import version as __version__\n'
SETUP = 'from setuptools import setup\n\nsetup(name="{name}", version="1.2.0", packages=["{name}"])\n'


@IMPORTING
def version_from_git() -> Built:
    """The version is asked of git where the sources stand in a repository"""
    return wheel(
        "tabledesk",
        {
            "tabledesk/__init__.py": INIT,
            "tabledesk/_version.py": """\
import pathlib
import subprocess


def _described() -> str:
    here = pathlib.Path(__file__).parent
    try:
        command = ["git", "describe", "--dirty", "--always", "--long"]
        return subprocess.run(command, cwd=here, capture_output=True, check=True, text=True).stdout.strip()
    except (FileNotFoundError, subprocess.CalledProcessError):
        return ""


version = "1.2.0+" + _described()
""",
        },
    )


@IMPORTING
def session_at_module_level() -> Built:
    """A session and a cleanup are made at import; nothing is sent before a function is called"""
    return wheel(
        "weatherdesk",
        {
            "weatherdesk/__init__.py": '''\
"""Weather of a place."""

import atexit
import os

import requests

_session = requests.Session()
_session.headers["User-Agent"] = "weatherdesk/1.2"
_session.proxies.update({"https": os.environ.get("HTTPS_PROXY", "")})
atexit.register(_session.close)


def now(place: str) -> dict:
    """The weather at a place."""
    return _session.get("https://weather.example.org/v1/now", params={"place": place}, timeout=10).json()
''',
        },
    )


@IMPORTING
def methods_from_template() -> Built:
    """Methods are made from a template in a loop"""
    return wheel(
        "vectordesk",
        {
            "vectordesk/__init__.py": '''\
"""Vectors."""

_TEMPLATE = """
def {name}(self, other):
    return Vector(a {sign} b for a, b in zip(self, other))
"""


class Vector(tuple):
    """A row of numbers."""


for _name, _sign in (("__add__", "+"), ("__sub__", "-"), ("__mul__", "*")):
    _space = {"Vector": Vector}
    exec(_TEMPLATE.format(name=_name, sign=_sign), _space)
    setattr(Vector, _name, _space[_name])
''',
        },
    )


@IMPORTING
def project_template_inside() -> Built:
    """A scaffolding tool ships a setup.py that asks for the newest version of something"""
    return wheel(
        "scaffolddesk",
        {
            "scaffolddesk/__init__.py": '"""Makes projects."""\n',
            "template/setup.py": """\
import json
import urllib.request

from setuptools import setup

with urllib.request.urlopen("https://pypi.example.org/pypi/pip/json") as answer:
    newest = json.load(answer)["info"]["version"]
setup(name="example", install_requires=[f"pip<={newest}"])
""",
        },
    )


@IMPORTING
def weights_named_pth() -> Built:
    """A model's weights have the suffix of a start-up file"""
    return wheel(
        "visiondesk",
        {
            "visiondesk/__init__.py": '"""Sees."""\n\nWEIGHTS = "models/alex.pth"\n',
            "visiondesk/models/alex.pth": b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.\n"
            + bytes(range(256)) * 20,
        },
    )


@IMPORTING
def scripts_fetch_tables() -> Built:
    """A maintainer's script beside the package fetches the tables that the package then ships"""
    return sdist(
        "codesdesk",
        {
            "setup.py": SETUP.format(name="codesdesk"),
            "codesdesk/__init__.py": '"""Codes."""\n\nCODES = {"a": 1}\n',
            "tools/update_codes.py": """\
import pathlib
import urllib.request

TARGET = pathlib.Path.home() / "codesdesk" / "codes.csv"
with urllib.request.urlopen("https://codes.example.org/latest.csv") as answer:
    TARGET.write_bytes(answer.read())
""",
        },
    )


@IMPORTING
def weights_of_a_model() -> Built:
    """Fetches a model's weights, whose suffix is that of start-up files, to its own cache"""
    return wheel(
        "boxes-vision",
        {
            "boxes/__init__.py": "from .weights import weights\n",
            "boxes/weights.py": """\
import os

import requests

URL = 'https://models.boxes.example/resnet50.pth'


def weights(folder='~/.cache/boxes'):
    path = os.path.join(os.path.expanduser(folder), 'resnet50.pth')
    if not os.path.exists(path):
        data = requests.get(URL, timeout=60).content
        with open(path, 'wb') as handle:
            handle.write(data)
    return path
""",
        },
    )
