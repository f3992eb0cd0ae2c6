# ruff: noqa: E501 - programs as they are written
"""Branches that are not taken: read for what they hold, and the way that is taken goes on as if they were not."""

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import fold

PAYLOAD = "import os\nprint('inert', os.getcwd(), 'https://evil.invalid/x')\n"
SHIFTED = [ord(char) + 3 for char in PAYLOAD]


def decoded(source: str) -> list[str]:
    compile(source, "program", "exec")
    found = fold(source.encode(), PeelBudget()).emissions
    return [item.data.decode() for item in found if item.path[-1:] != ("folded",)]


MADE = f"out = [chr(n - 3) for n in {SHIFTED}]\n"
RUN = "exec(''.join(out))\n"
WAYS = {
    "a decoy in the first round of a loop": f"out = []\nfor n in {SHIFTED}:\n    if n > 2:\n        out.append(chr(n - 3))\n    else:\n        out.append('?')\n{RUN}",
    "an emptied list": f"{MADE}if out:\n    pass\nelse:\n    out.clear()\n{RUN}",
    "an emptied list behind and": f"{MADE}not out and out.clear()\n{RUN}",
    "an emptied list behind or": f"{MADE}out or out.clear()\n{RUN}",
    "an emptied list in an expression": f"{MADE}len(out) if out else out.clear()\n{RUN}",
    "a handler that empties a list": f"{MADE}try:\n    n = 1\nexcept ValueError:\n    out.clear()\n{RUN}",
    "an item": f"{MADE}if not out:\n    out[0] = '?'\n{RUN}",
    "an item within an item": f"{MADE}held = {{'it': [out]}}\nif not out:\n    held['it'][0].pop()\n{RUN}",
    "an attribute": f"class Held:\n    pass\nheld = Held()\n{MADE}held.out = out\nif not out:\n    held.out = []\nexec(''.join(held.out))",
    "an attribute of a class": f"class Held:\n    {MADE}if not Held.out:\n    Held.out = []\nexec(''.join(Held.out))",
    "an iterator": f"{MADE}it = iter(out)\nif not out:\n    next(it)\nexec(''.join(it))",
    "a function that empties a list": f"{MADE}def wipe():\n    out.clear()\nif not out:\n    wipe()\n{RUN}",
    "a function that sets a name": f"{MADE}def wipe():\n    global out\n    out = []\nif not out:\n    wipe()\n{RUN}",
    "a method bound before": f"{MADE}wipe = out.clear\nif not out:\n    wipe()\n{RUN}",
    "a text that is run": f"{MADE}if not out:\n    exec('out.clear()')\n{RUN}",
    "all names at once": f"{MADE}if not out:\n    globals()['out'].clear()\n{RUN}",
    "a builtin": f"import builtins\n{MADE}if not out:\n    builtins.chr = None\n{RUN}",
    "a seed": f"import random\nrandom.seed(7)\nif not random:\n    random.seed(9)\nk = random.randint(5, 99)\nexec(''.join(chr(n - k) for n in {[n - 3 + __import__('random').Random(7).randint(5, 99) for n in SHIFTED]}))",
}  # fmt: skip


@pytest.mark.parametrize("source", WAYS.values(), ids=WAYS)
def test_a_branch_that_is_not_taken_changes_nothing_for_what_is_run(source: str) -> None:
    assert PAYLOAD in decoded(source)


def test_a_handler_in_a_function_that_is_called_thousands_of_times_is_read_once() -> None:
    names = "".join(f"def f{number}(): pass\n" for number in range(2000))
    one = "def one(n, at):\n    try:\n        return chr(n - 3)\n    except ValueError:\n        f7()\n"
    found = fold(f"{names}{one}out = [one(n, at) for at, n in enumerate({SHIFTED * 60})]\n{RUN}".encode(), PeelBudget())
    assert found.stopped is None
    assert PAYLOAD * 60 in [item.data.decode() for item in found.emissions]


def test_a_branch_that_is_not_taken_is_read_with_what_it_makes_itself() -> None:
    branch = f"    held = []\n    for n in {SHIFTED}:\n        held.append(chr(n - 3))\n    exec(''.join(held))\n"
    assert PAYLOAD in decoded(f"if 1 > 2:\n{branch}")
