# ruff: noqa: E501 - programs as they are written
"""Decoys behind conditions that nobody knows, in programs that hold what nobody can read."""

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import fold

PAYLOAD = "import os\nprint('inert', os.getcwd(), 'https://evil.invalid/x')\n" * 8
MASKED = bytes(ord(char) ^ 90 for char in PAYLOAD)
SHOW = f"d, k = {MASKED!r}, 90\n"
RUN = "exec(bytes(b ^ k for b in d))\n"

DECOYS = {
    "emptied on another system": f"import sys\n{SHOW}if sys.platform == 'none':\n    d = b''\n{RUN}",
    "another key where a debugger runs": f"import sys\n{SHOW}if sys.gettrace():\n    k = 99\n{RUN}",
    "nothing where a debugger runs": f"import sys\ndef text(d, k):\n    if sys.gettrace():\n        return b''\n    return bytes(b ^ k for b in d)\n{SHOW}exec(text(d, k))",
    "a key where something is there": f"import os\n{SHOW}k = 0\nif os.path.exists('/'):\n    k = 90\nelse:\n    k = 5\n{RUN}",
    "one of two texts": f"import os\n{SHOW}exec(bytes(b ^ k for b in d) if os.getpid() else b'')",
    "one of two keys": f"import os\n{SHOW}k = os.getpid() and 90 or 5\n{RUN}",
    "an old Python's key": f"import sys\n{SHOW}if sys.version_info < (3, 0):\n    k = 5\n{RUN}",
    "an old Python's key by its number": f"import sys\n{SHOW}k = 5 if sys.version_info.major == 2 else 90\n{RUN}",
    "the size of a number": f"import sys\n{SHOW}k = 90 if sys.maxsize > 2 ** 32 else 5\n{RUN}",
    "in a loop": f"import os\nout = ''\nfor b in {list(MASKED)}:\n    if os.getpid() < 0:\n        b = 0\n    out += chr(b ^ 90)\nexec(out)",
    "in the main program": f"import sys\n{SHOW}def main(d):\n    if sys.gettrace():\n        d = b''\n    exec(bytes(b ^ k for b in d))\nif __name__ == '__main__':\n    main(d)",
}


@pytest.mark.parametrize("source", DECOYS.values(), ids=DECOYS)
def test_a_condition_that_nobody_knows_hides_no_payload(source: str) -> None:
    compile(source, "program", "exec")
    found = fold(source.encode(), PeelBudget()).emissions
    assert PAYLOAD in [item.data.decode() for item in found if item.path[-1:] != ("folded",)]
    assert len([item for item in found if item.path == ("folded",)]) <= 1


def test_a_loop_that_builds_a_text_may_ask_what_nobody_knows_in_each_round() -> None:
    source = f"import os\nout, d = '', {MASKED!r}\nwhile len(out) < len(d):\n    os.getpid()\n    out += chr(d[len(out)] ^ 90)\nexec(out)"
    assert PAYLOAD in [item.data.decode() for item in fold(source.encode(), PeelBudget()).emissions]


@pytest.mark.parametrize("held", ["", f"d = {'a few words of English prose ' * 20!r}\n"], ids=["nothing", "prose"])
def test_a_program_without_what_nobody_can_read_is_read_once(held: str) -> None:
    source = f"import os\n{held}t = ''\nif os.getpid():\n    t = None\nelse:\n    exec('print(1234567890)')\nexec(t)"
    budget = PeelBudget()
    assert [item.path for item in fold(source.encode(), budget).emissions] == [("exec",)]
