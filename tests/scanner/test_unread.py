"""What a scan could not read to its end: what runs is found all the same, or the verdict says that it was not."""

import functools
import gzip
import sys
from pathlib import Path

import pytest

from scanner.archive import Budget
from scanner.report import ScanJob
from scanner.ruleset import RuleSet, load_rules
from scanner.scan import scan
from tests.scanner.archive.build import header, make_tar, tar_entry
from tests.scanner.distributions import rule, wheel, write_rules

scanning = sys.modules["scanner.scan"]  # its function has the name of the module


@pytest.fixture
def rules(tmp_path: Path) -> RuleSet:
    return load_rules(write_rules(tmp_path, rule("marker", '"MARKER_WORD"')))


def job(data: bytes, filename: str = "sample-1.0-py3-none-any.whl") -> ScanJob:
    return ScanJob(filename=filename, data=data)


MIB = 1 << 20
HIDDEN = "MARKER_WORD = 1\n"
FOLDERS = b"".join(header(b"sample-1.0/d%d/" % number, kind=b"5") for number in range(110))
ZEROS = bytes(5 * MIB)
BOMB = gzip.compress(gzip.compress(ZEROS, mtime=0), mtime=0)
MANY = gzip.compress(FOLDERS, mtime=0)
LINKS = b"".join(header(b"sample-1.0/" + b"d/" * 20 + b"%d" % n, 0, b"2", link=b"nowhere") for n in range(90))


def packed(*parts: bytes) -> ScanJob:
    """A source distribution of these pieces of a tar, and a setup.py behind them."""
    return job(gzip.compress(make_tar(*parts, tar_entry(b"sample-1.0/setup.py", HIDDEN.encode()))), "sample-1.0.tar.gz")


FILLERS = {
    "a file of zeros": packed(tar_entry(b"sample-1.0/a.bin", ZEROS)),
    "zeros between entries": packed(ZEROS),
    "folders": packed(FOLDERS),
    "a nested bomb": packed(tar_entry(b"sample-1.0/a.bin", BOMB)),
    "a nested archive of many": packed(tar_entry(b"sample-1.0/a.bin", MANY)),
    "links to nowhere": packed(LINKS),
    "a nested bomb in a wheel": job(wheel({"sample/a.bin": BOMB, "sample/__init__.py": HIDDEN})),
    "a file of zeros in a wheel": job(wheel({"sample/a.bin": ZEROS, "sample/__init__.py": HIDDEN + "#" * 70_000})),
}


@pytest.mark.parametrize("data", FILLERS.values(), ids=FILLERS)
def test_what_runs_is_found_behind_what_uses_up_the_reader(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch, data: ScanJob
):
    monkeypatch.setattr(scanning, "Budget", functools.partial(Budget, bytes=4 * MIB, members=100))
    report = scan(data, rules)
    assert report.verdict == "alert"
    (found,) = [finding for finding in report.findings if finding.rule == "marker"]
    assert found.member in ("sample-1.0/setup.py", "sample/__init__.py")


def test_a_scan_in_which_what_runs_could_not_be_reached_is_not_called_clean(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(scanning, "Budget", functools.partial(Budget, bytes=MIB, members=100))
    report = scan(FILLERS["a file of zeros"], rules)
    assert (report.verdict, report.complete) == ("failed", False)
    assert report.error is not None
    assert report.error.startswith("code-unread: ")


def test_a_large_honest_distribution_of_which_all_code_was_read_is_clean_and_incomplete(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(scanning, "Budget", functools.partial(Budget, bytes=4 * MIB))
    library = bytes(range(256)) * (MIB // 256)
    files: dict[str, str | bytes] = {f"sample/{n}.so": library + b"%d" % n for n in range(6)}
    report = scan(job(wheel(files | {"sample/z.py": "MARKER_WORD = 1\n"})), rules, 1.1)
    assert (report.verdict, report.complete, report.error) == ("clean", False, None)
    assert "sample/z.py" in {finding.member for finding in report.findings}
    assert "budget-bytes" in {anomaly.kind for anomaly in report.anomalies}


def test_tar_readings_that_are_too_many_to_follow_are_not_called_clean(rules: RuleSet):
    links = (header(b"sample-1.0/x", 0, b"2", link=b"y%d" % number) for number in range(40))
    report = scan(job(make_tar(*links, tar_entry(b"sample-1.0/x", HIDDEN.encode())), "sample-1.0.tar"), rules, 1.1)
    assert "tar-views-dropped" in {anomaly.kind for anomaly in report.anomalies}
    assert report.verdict == "failed"
