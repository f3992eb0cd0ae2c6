# ruff: noqa: E501 - programs as they are written
"""Programs that find their way by what they raise: the handler that Python would run is the one that is run."""

import pytest

from scanner.decode import PeelBudget
from scanner.decode.fold import fold

PAYLOAD = "import os\nprint('inert', os.getcwd(), 'https://evil.invalid/x')\n" * 8
MASKED = bytes(ord(char) ^ 90 for char in PAYLOAD)
SHOW = f"d, k = {MASKED!r}, 0\n"
RUN = "exec(bytes(b ^ k for b in d))\n"

PROGRAMS = {
    "raised where it is handled": f"{SHOW}try:\n    raise ValueError\n    k = 5\nexcept ValueError:\n    k = 90\n{RUN}",
    "what was raised, by its name": f"{SHOW}try:\n    raise ValueError(d, 90)\nexcept ValueError as e:\n    d, k = e.args\n{RUN}",
    "raised by a function": f"{SHOW}def fail():\n    raise KeyError(90)\ntry:\n    fail()\n    d = b''\nexcept KeyError as e:\n    k = e.args[0]\n{RUN}",
    "raised by a function of a function, in an expression": f"{SHOW}def fail():\n    raise KeyError\ndef more():\n    return [fail() for _ in 'ab']\ntry:\n    k = 1 + len(more())\nexcept LookupError:\n    k = 90\n{RUN}",
    "one handler of several": f"{SHOW}try:\n    raise KeyError\nexcept (ValueError, TypeError):\n    d = b''\nexcept LookupError:\n    k = 90\nexcept Exception:\n    d = b''\n{RUN}",
    "one handler of several, in a function": f"{SHOW}def key():\n    try:\n        raise KeyError\n    except ValueError:\n        return 5\n    except KeyError:\n        return 90\n    return 6\nk = key()\n{RUN}",
    "an exception of its own": f"class Own(Exception):\n    pass\nclass Other(Own):\n    def __init__(self, key):\n        self.key = key\n{SHOW}try:\n    raise Other(90)\nexcept KeyError:\n    d = b''\nexcept Own as e:\n    k = e.key\n{RUN}",
    "handled further out": f"{SHOW}try:\n    try:\n        raise KeyError\n    except ValueError:\n        d = b''\nexcept KeyError:\n    k = 90\n{RUN}",
    "raised again": f"{SHOW}try:\n    try:\n        raise KeyError(90)\n    except KeyError:\n        raise\nexcept KeyError as e:\n    k = e.args[0]\n{RUN}",
    "nothing raised": f"{SHOW}try:\n    k = 90\nexcept Exception:\n    k = 5\nelse:\n    k += 0\n{RUN}",
    "what fails of itself": f"{SHOW}try:\n    1 / 0\n    k = 5\nexcept ZeroDivisionError:\n    k = 90\n{RUN}",
    "a module that is not there": f"{SHOW}try:\n    import nowhere\n    k = nowhere.k\nexcept ImportError:\n    k = 90\n{RUN}",
}


@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS)
def test_the_handler_that_is_run_is_the_one_that_python_runs(source: str) -> None:
    compile(source, "program", "exec")
    assert PAYLOAD in [item.data.decode() for item in fold(source.encode(), PeelBudget()).emissions]


def test_what_stands_behind_a_call_that_raises_is_read_where_nobody_knows_what_it_gets() -> None:
    source = f"def check(text):\n    raise ValueError\ndef main(text):\n    try:\n        check(text)\n        exec(bytes(b ^ 90 for b in {MASKED!r}))\n    except ValueError:\n        pass\n"
    assert PAYLOAD in [item.data.decode() for item in fold(source.encode(), PeelBudget()).emissions]
