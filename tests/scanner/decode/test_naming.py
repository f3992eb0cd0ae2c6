"""What is imported under another name comes out by its own, and nothing else changes."""

import ast
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import imports
from scanner.decode.naming import ALIASES, renamed

RENAMED = {
    "import os as o\no.system('a')\n": "os.system('a')",
    "import re, os as o\nx = o.environ\n": "x = os.environ",
    "import os as o\nrun(target=o.system)\n": "target=os.system",
    "from os import system as run\nrun ('a')\n": "os.system ('a')",
    "from os import (getcwd, # one\n    system as run,)\nmade(run)\n": "made(os.system)",
    "from os import \\\n    system as run\nrun('a')\n": "os.system('a')",
    "from os import *\npopen('a')\n": "os.popen('a')",
    "from builtins import exec as run\nrun('a')\n": "exec('a')",
    "from requests import post\npost('a')\n": "requests.post('a')",
    "from httpx import get, Client\nget('a')\n": "httpx.get('a')",
    "import urllib.request as asked\nasked.urlopen('a')\n": "urllib.request.urlopen('a')",
    "from base64 import b64decode as d\nmade = [d]\nd('a')\n": "base64.b64decode('a')",
    "from os import system as é\né('a')\n": "os.system('a')",
}
LEFT = [
    "import os\nos.system('a')\n",
    "from requests import Session\nSession()\n",
    "import numpy as np\nnp.array([1])\n",
    "from os import path, environ\npath.join(environ['a'])\n",
    "from os import system as run\nkept.run('a')\nmade(run=1)\nx = 'run(1)'  # run(2)\n",
    "from os import system as run\ndef run(text):\n    return text\n",
    "from os import system as run\ndef made(first, run, last):\n    return lambda run: 1\n",
    "from tides import system as run\nrun('a')\n",
]
WORDS = st.sampled_from(
    ["import", "from", "os", "as", "run", "system", "(", ")", ",", "\n", "\\", "'", "#", "*", "def"]
)


@pytest.mark.parametrize(("source", "expected"), RENAMED.items())
def test_a_name_given_at_import_is_undone_where_it_is_used(source: str, expected: str) -> None:
    assert ALIASES.found(source.encode())
    found = renamed(source.encode())
    assert found is not None
    assert expected in found.decode()
    assert found.count(b"\n") == source.count("\n")
    ast.parse(found)


@pytest.mark.parametrize("source", LEFT)
def test_other_names_stay(source: str) -> None:
    assert renamed(source.encode()) is None


@given(st.binary(max_size=300) | st.lists(WORDS).map(lambda words: " ".join(words).encode()))
def test_any_bytes_keep_their_lines(data: bytes) -> None:
    found = renamed(data)
    assert found is None or found.count(b"\n") == data.count(b"\n")


def test_many_names_and_many_uses_take_no_longer_than_their_sum() -> None:
    source = b"".join(b"from os import system as a%d\n" % number for number in range(12_000)) + b"a1(a2)\n" * 60_000
    found = renamed(source)
    assert found is not None
    assert found.count(b"os.system(os.system)") == 60_000


def test_import_statements_are_told_with_where_they_stand() -> None:
    source = b"import a, b.c as d\nfrom . import (e,  # one\n    f as g)\nfrom .h import *\n"
    told = list(imports.statements(source))
    assert [(one.base, list(one.pairs())) for one in told] == [
        (b"", [(b"a", b"a"), (b"b.c", b"d")]),
        (b".", [(b"e", b"e"), (b"f", b"g")]),
        (b".h", [(b"*", b"*")]),
    ]
    assert [source[one.start : one.start + 4] for one in told] == [b"impo", b"from", b"from"]


def test_functions_without_a_body_are_read_in_time() -> None:
    started = time.process_time()
    renamed(b"import os as s\ns.getcwd()\n" + b"lambda a " * 100_000)
    assert time.process_time() - started < 5
