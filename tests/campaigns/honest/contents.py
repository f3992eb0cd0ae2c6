"""Honest packages that hold odd files or odd code."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

import base64

from tests.campaigns.forge import Built, Shapes, ordinary, sdist, wheel
from tests.campaigns.honest.small import POOR, small

__all__ = ["CONTENTS"]

CONTENTS = Shapes()


def _long_blob() -> str:
    return base64.b64encode(bytes(range(256)) * 60).decode()


@CONTENTS
def ships_vendor_binaries() -> Built:
    """A wrapper that ships the vendor's programs in a wheel tagged for the platform"""
    elf = (
        b"\x7fELF\x02\x01\x01"
        + b"\0" * 9
        + b"\x03\0>\0"
        + bytes(range(256)) * 64
        + b"usage: tool [--help]\0curl/8.5\0https://example.org/docs"
    )
    return wheel(
        "ripgrepy-bin",
        {
            "ripgrepy_bin/__init__.py": """\
import os, subprocess, sys


def main():
    sys.exit(subprocess.call([os.path.join(os.path.dirname(__file__), 'bin', 'rg'), *sys.argv[1:]]))
""",
            "ripgrepy_bin/bin/rg": elf,
        },
        tag="py3-none-manylinux_2_17_x86_64",
    )


@CONTENTS
def loads_its_library() -> Built:
    """ctypes over a library that comes with the package"""
    elf = b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\x03\0>\0" + bytes(range(256)) * 64
    return wheel(
        "fastcrc-c",
        {
            "fastcrc_c/__init__.py": """\
import ctypes, pathlib, sys
_name = 'libcrc.dll' if sys.platform == 'win32' else 'libcrc.so'
_lib = ctypes.CDLL(str(pathlib.Path(__file__).parent / _name))
_lib.crc32.restype = ctypes.c_uint32


def crc32(data: bytes) -> int:
    return _lib.crc32(data, len(data))
""",
            "fastcrc_c/libcrc.so": elf,
        },
        tag="py3-none-manylinux_2_17_x86_64",
    )


@CONTENTS
def minified_bundle() -> Built:
    """A widget with a minified JavaScript bundle"""
    js = (
        '!function(e,t){"object"==typeof exports&&"undefined"!=typeof module?t(exports):t((e=e||self).W={})}(this,function(e){"use strict";var t=eval;function n(e){return String.fromCharCode.apply(null,e)}'
        + "".join(f"var a{i}=function(e,t){{return e*t+{i}}};" for i in range(3000))
        + "e.render=n});"
    )
    return wheel(
        "chart-widget-js",
        {
            "chart_widget_js/__init__.py": """\
import pathlib
from IPython.display import HTML


def show(data):
    js = (pathlib.Path(__file__).parent / 'static' / 'bundle.min.js').read_text()
    return HTML(f'<script>{js}</script><div id=w></div>')
""",
            "chart_widget_js/static/bundle.min.js": js,
            "chart_widget_js/static/index.html": "<script src=bundle.min.js></script>",
        },
    )


@CONTENTS
def embedded_image() -> Built:
    """A module that holds its icon as base64"""
    blob = _long_blob()
    return small(
        "tkthemes-mini",
        f"import base64, io, tkinter as tk\n\nICON = '{blob}'\n\n\ndef icon(root):\n    image = tk.PhotoImage(data=base64.b64decode(ICON))\n    root.iconphoto(True, image)\n    return image\n",
    )


@CONTENTS
def generated_parser() -> Built:
    """A generated parser with tables in long lines and a serialised automaton"""
    table = ",".join(str(i * 7919 % 65521) for i in range(6000))
    return small(
        "tinylang-parser",
        f"import zlib, base64, json\n\n_lr_action = [{table}]\n_TABLE = json.loads(zlib.decompress(base64.b64decode('{base64.b64encode(b'x' * 9000).decode()[:8000]}')) if False else '{{}}')\n\n\ndef parse(text):\n    return [_lr_action[ord(c) % len(_lr_action)] for c in text]\n",
    )


@CONTENTS
def namedtuple_template() -> Built:
    """Builds classes from a template by exec, as dataclasses do"""
    return small(
        "recordtypes",
        """\
TEMPLATE = '''\\
class {name}:
    __slots__ = {fields!r}
    def __init__(self, {args}):
{body}
'''


def record(name, *fields):
    source = TEMPLATE.format(name=name, fields=fields, args=', '.join(fields), body=''.join(f'        self.{f} = {f}\\n' for f in fields))
    namespace = {}
    exec(compile(source, f'<record {name}>', 'exec'), namespace)
    return namespace[name]
""",
    )


@CONTENTS
def calculator_eval() -> Built:
    """A calculator that evaluates what is typed"""
    return small(
        "kidcalc",
        """\
import math


def calculate(expression):
    allowed = {k: v for k, v in vars(math).items() if not k.startswith('_')}
    return eval(compile(expression, '<calc>', 'eval'), {'__builtins__': {}}, allowed)


def main():
    while True:
        try:
            print(calculate(input('> ')))
        except Exception as e:
            print('error:', e)
""",
    )


@CONTENTS
def plugin_loader() -> Built:
    """Loads plug-ins from a folder of the user, by importlib and exec"""
    return small(
        "plugboard",
        """\
import importlib.util, os, sys
from pathlib import Path


def load(folder='~/.plugboard/plugins'):
    found = {}
    for path in Path(os.path.expanduser(folder)).glob('*.py'):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module
        spec.loader.exec_module(module)
        found[path.stem] = module
    return found


def run_script(path, **variables):
    with open(path) as f:
        exec(compile(f.read(), path, 'exec'), variables)
    return variables
""",
    )


@CONTENTS
def colab_notebook() -> Built:
    """A package with a notebook that installs, mounts and downloads"""
    notebook = (
        '{"cells": [{"cell_type": "code", "source": ["!pip install -q easydet\\n", "!wget https://example.org/weights.pt -O weights.pt\\n", "import os\\n", "os.system(\'git clone https://github.com/example/repo && cd repo && python train.py\')\\n", "from google.colab import drive\\n", "drive.mount(\'/content/drive\')"], "outputs": [{"data": {"image/png": "'
        + _long_blob()
        + '"}}]}], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}'
    )
    return small(
        "easydet",
        """\
import os, urllib.request

WEIGHTS = 'https://example.org/weights.pt'


def model(path='~/.cache/easydet/weights.pt'):
    path = os.path.expanduser(path)
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        urllib.request.urlretrieve(WEIGHTS, path)
    import torch
    return torch.load(path)
""",
        easydet__demo_dot_ipynb=notebook,
    )


@CONTENTS
def namespace_of_large_code() -> Built:
    """Plain code of some size that nobody cared to describe"""
    return wheel(
        "stdlib-copies",
        {
            f"stdlib_copies/{name}": text
            for name, text in ordinary(
                "argparse",
                "subprocess",
                "smtplib",
                "ftplib",
                "http.client",
                "urllib.request",
                "zipfile",
                "tarfile",
                "base64",
                "pickle",
                "shelve",
                "pydoc",
                "webbrowser",
            ).items()
        }
        | {"stdlib_copies/__init__.py": ""},
        **POOR,
    )


@CONTENTS
def metadata_only() -> Built:
    """A name reserved for later, with nothing in it"""
    return wheel(
        "reserved-name-later",
        {"reserved_name_later/__init__.py": ""},
        version="0.0.1",
        Summary="placeholder",
        description="Coming soon",
        Author="me",
        Author_email="",
        Home_page="",
    )


@CONTENTS
def web_backend_beside() -> Built:
    """A web project whose server stands in a folder of that name, and mails what its form was given"""
    server = """\
import os
import smtplib
import urllib.request
from pathlib import Path

ROOT = Path(os.environ.get("TIDES_ROOT", Path(__file__).parent.parent))
MAIL = smtplib.SMTP(os.environ.get("TIDES_MAIL", "localhost"))


def station(number):
    with urllib.request.urlopen(f"https://tides.example.org/stations/{number}") as answer:
        (ROOT / "stations" / str(number)).write_bytes(answer.read())
"""
    pyproject = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
    return sdist(
        "tideserver", {"pyproject.toml": pyproject, "backend/setup_api.py": server, "tideserver/__init__.py": ""}
    )


@CONTENTS
def client_of_a_free_server() -> Built:
    """A client whose author's server stands on a free hosting service"""
    client = """\
import requests

BASE = "https://tides-of-mine.onrender.com"


def station(number):
    return requests.get(f"{BASE}/stations/{number}", timeout=10).json()
"""
    return wheel(
        "tideclient", {"tideclient/__init__.py": "from .client import station\n", "tideclient/client.py": client}
    )


@CONTENTS
def lazy_modules() -> Built:
    """A package that gives its names when they are asked for"""
    init = """\
def _getattr_func(name):
    raise AttributeError(name)


globals()["__getattr__"] = getattr_func = _getattr_func
globals()["__dir__"] = lambda: ["tides"]
"""
    return wheel("tidelazy", {"tidelazy/__init__.py": init})
