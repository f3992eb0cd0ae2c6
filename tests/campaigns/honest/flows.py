"""Honest packages that fetch, run and hold what nobody can read, and mix none of it."""

import base64

from tests.campaigns.forge import Built, Shapes, wheel
from tests.campaigns.honest.small import small

__all__ = ["FLOWS"]

FLOWS = Shapes()
ICON = base64.b64encode(bytes(range(256)) * 4).decode()


@FLOWS
def updates_itself() -> Built:
    """A tool asks the index for its newest version and installs that"""
    return small(
        "tidecli",
        """\
import os
import subprocess
import sys

import requests

from . import __version__


def newest():
    return requests.get("https://index.example.org/tidecli/json", timeout=10).json()["info"]["version"]


def update():
    version = newest()
    if version == __version__:
        return
    subprocess.check_call([sys.executable, "-m", "pip", "install", f"tidecli=={version}"])
    os.system("tidecli --version # was not " + version)
""",
    )


@FLOWS
def clones_all_repositories() -> Built:
    """A tool clones whatever a server lists"""
    return small(
        "cloneall",
        """\
import subprocess

import httpx


def clone_all(user, folder):
    for repository in httpx.get(f"https://api.github.com/users/{user}/repos").json():
        subprocess.run(f"git clone {repository['clone_url']}", shell=True, cwd=folder)
        subprocess.run(["git", "-C", repository["name"], "log", "-1"], cwd=folder)
""",
    )


@FLOWS
def asks_before_it_runs() -> Built:
    """A shell that shows what a model proposes, and runs it if it may"""
    return small(
        "whatcmd",
        """\
import subprocess
import sys

import requests


def propose(wish, url="http://localhost:11434/api/generate"):
    answer = requests.post(url, json={"model": "llama3", "prompt": "One shell command to " + wish}, timeout=60)
    return answer.json()["response"].strip()


def main():
    command = propose(" ".join(sys.argv[1:]))
    print(command)
    if input("Run it? [y/N] ").lower() == "y":
        subprocess.run(command, shell=True)
""",
    )


@FLOWS
def calls_far_functions() -> Built:
    """Remote procedure calls between one's own machines, by pickles over sockets"""
    return small(
        "farcall",
        """\
import pickle
import socket
import struct


def _read(connection, size):
    parts = b""
    while len(parts) < size:
        parts += connection.recv(size - len(parts))
    return parts


def call(host, port, name, *values):
    with socket.create_connection((host, port)) as connection:
        text = pickle.dumps((name, values))
        connection.sendall(struct.pack("!I", len(text)) + text)
        return pickle.loads(_read(connection, *struct.unpack("!I", _read(connection, 4))))
""",
    )


@FLOWS
def templates_beside_an_icon() -> Built:
    """A generator of classes, in a module that holds the picture of its window"""
    return small(
        "formwindow",
        f"""\
import tkinter

ICON = "{ICON}"
TEMPLATE = "class {{name}}:\\n    fields = {{fields!r}}\\n"


def window():
    root = tkinter.Tk()
    root.iconphoto(True, tkinter.PhotoImage(data=ICON))
    return root
""",
    )


@FLOWS
def evaluates_formulas() -> Built:
    """Formulas of the user beside a table of coefficients and primes"""
    return small(
        "formulae",
        f"""\
import math

PRIMES = {[n for n in range(2, 900) if all(n % d for d in range(2, n))]}
WEIGHTS = {[round(1 / (n + 1), 6) for n in range(200)]}
ALLOWED = {{"sin": math.sin, "cos": math.cos, "pi": math.pi}}


def value(formula, **names):
    return eval(formula, {{"__builtins__": {{}}}}, {{**ALLOWED, **names}})
""",
    )


@FLOWS
def reaches_a_host() -> Built:
    """A check whether names resolve, by their domain"""
    return small(
        "resolves",
        """\
import socket


def resolves(host, domain):
    try:
        return bool(socket.getaddrinfo(f"{host}.{domain}", None))
    except OSError:
        return False
""",
    )


@FLOWS
def remote_yaml() -> Built:
    """A configuration that a team keeps on a server"""
    return wheel(
        "teamconfig",
        {
            "teamconfig/__init__.py": "from .load import load\n",
            "teamconfig/load.py": """\
import requests
import yaml


def load(url):
    answer = requests.get(url, timeout=10)
    answer.raise_for_status()
    return yaml.load(answer.text, Loader=yaml.FullLoader)
""",
        },
    )


@FLOWS
def sets_itself_up() -> Built:
    """A package that sets up its log and its client when it is imported, and asks nobody before it is asked"""
    return wheel(
        "tideclient",
        {
            "tideclient/__init__.py": """\
from .client import Client, default
from .log import set_up

set_up()
client = default()
__all__ = ["Client", "client"]
""",
            "tideclient/log.py": """\
import logging
import os
import socket


def set_up():
    level = os.environ.get("TIDE_LOG", "WARNING")
    logging.getLogger("tideclient").setLevel(level)
    logging.getLogger("tideclient").info("on %s", socket.gethostname())
""",
            "tideclient/client.py": """\
import os

import requests


class Client:
    def __init__(self, key):
        self.session = requests.Session()
        self.session.headers["Authorization"] = "Bearer " + key

    def tide(self, harbour):
        return self.session.get("https://api.example.org/tide/" + harbour, timeout=10).json()


def default():
    return Client(os.environ.get("TIDE_KEY", ""))
""",
        },
    )


@FLOWS
def calls_handlers_by_name() -> Built:
    """A worker calls the handler that a message names, and none of them runs what stands in it"""
    return small(
        "jobdesk",
        """\
import json
import subprocess

import websocket


class Desk:
    jobs = {"flash": ["openocd", "-f", "board.cfg"], "reset": ["openocd", "-c", "reset"]}

    def __init__(self, url):
        self.line = websocket.create_connection(url)

    def run(self):
        while True:
            job = json.loads(self.line.recv())
            done = getattr(self, "do_" + job["do"])(job["with"])
            self.line.send(json.dumps({"id": job["id"], "done": done}))

    def do_start(self, name):
        return subprocess.run(self.jobs[name], capture_output=True, text=True).stdout

    def do_show(self, name):
        return " ".join(self.jobs[name])
""",
    )


@FLOWS
def asks_the_domain_for_its_records() -> Built:
    """A checker of mail domains resolves names that it puts together"""
    return small(
        "mailsane",
        """\
import base64
import socket

import dns.resolver


def spf(domain):
    texts = [b"".join(record.strings).decode() for record in dns.resolver.resolve(domain, "TXT")]
    return next((text for text in texts if text.startswith("v=spf1")), None)


def key_length(domain, selector="default"):
    (record,) = dns.resolver.resolve(f"{selector}._domainkey.{domain}", "TXT")
    parts = dict(part.strip().split("=", 1) for part in b"".join(record.strings).decode().split(";") if "=" in part)
    return len(base64.b64decode(parts["p"])) * 8


def lives(domain):
    try:
        socket.gethostbyname("mail." + domain)
    except OSError:
        return False
    return True
""",
    )
