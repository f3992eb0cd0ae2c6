"""One distribution from bytes to report."""

import ast
import base64
import functools
import gzip
import io
import lzma
import math
import sys
import tarfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner import order
from scanner.archive import PIECE_BYTES, Budget, read_members
from scanner.decode import PeelBudget, peel, scope_of
from scanner.decode.backend import AtBuild
from scanner.decode.budget import PeelBudgetError
from scanner.decode.fold import fold
from scanner.engine import Matcher, new_memory
from scanner.kept import FINDINGS_PER_RULE
from scanner.member import Layer, Member
from scanner.report import Anomaly, Finding, ScanJob, Scope
from scanner.ruleset import RuleSet, load_rules
from scanner.scan import Watcher, names_from_filename, scan
from scanner.signals import Signals
from tests.scanner.archive.build import Entry, make_zip
from tests.scanner.distributions import rule, sdist, wheel, write_rules

# Their functions have the names of the modules.
peeling, scanning = sys.modules["scanner.decode.peel"], sys.modules["scanner.scan"]


@pytest.fixture
def rules(tmp_path: Path) -> RuleSet:
    return load_rules(write_rules(tmp_path, rule("marker", '"MARKER_WORD"')))


def job(data: bytes, filename: str = "sample-1.0-py3-none-any.whl") -> ScanJob:
    return ScanJob(filename=filename, data=data)


def test_evidence_over_the_threshold_is_an_alert_with_digests_and_timings(rules: RuleSet):
    data = wheel({"sample/__init__.py": "MARKER_WORD = 1\n"})
    report = scan(job(data), rules)
    assert report.verdict == "alert"
    assert (report.project, report.version, report.complete) == ("sample", "1.0", True)
    assert report.members == 3
    assert set(report.evidence) >= {"sample/__init__.py"}
    assert {"inflate", "peel", "match", "signals", "score"} <= set(report.timings)
    assert report.rules_digest == rules.digest


def test_an_honest_distribution_is_clean(rules: RuleSet):
    report = scan(job(wheel({"sample/__init__.py": "x = 1\n"})), rules)
    assert (report.verdict, report.error) == ("clean", None)


def test_only_different_source_texts_of_some_size_make_a_distribution_large(rules: RuleSet):
    text = "".join(f"NAME_{number} = {number}\n" for number in range(100))
    padding = {f"sample/{number}.csv": text + str(number) for number in range(30)}
    padding |= {f"sample/copy{number}.py": text for number in range(30)}
    padding |= {f"sample/small{number}.py": f"NUMBER = {number}\n" for number in range(30)}
    report = scan(job(wheel({"sample/__init__.py": text, "sample/other.py": text + "A = 1\n", **padding})), rules)
    assert report.modules == 2
    assert report.members == 94


def test_a_finding_in_a_decoded_layer_keeps_the_way_to_it(rules: RuleSet):
    hidden = base64.b64encode(zlib.compress(b"import os\nos.environ['MARKER_WORD']\nprint(os)\n" * 4)).decode()
    source = f"import base64, zlib\nx = 1\nexec(zlib.decompress(base64.b64decode('{hidden}')))\n"
    report = scan(job(sdist({"setup.py": source}), "sample-1.0.tar.gz"), rules)
    found = next(item for item in report.findings if item.rule == "marker")
    assert found.layers[:2] == ("base64", "zlib")
    assert (found.line, found.scope) == (3, Scope.SETUP)


@pytest.mark.parametrize("filler", [b"\n", b"# a comment\n"])
@pytest.mark.parametrize("name", ["sample/__init__.py", "setup.py", "setup.cfg"])
def test_behind_many_megabytes_a_file_still_runs_where_its_name_says(rules: RuleSet, name: str, filler: bytes):
    content = filler * (PIECE_BYTES // len(filler) + 1) + b"import os; MARKER_WORD = 1\n"
    report = scan(job(sdist({name: content}), "sample-1.0.tar.gz"), rules)
    (found,) = [finding for finding in report.findings if finding.rule == "marker"]
    assert found.member == f"sample-1.0/{name}"
    assert found.scope is scope_of(found.member)
    assert not report.complete
    assert "member-pieces" in {anomaly.kind for anomaly in report.anomalies}


def test_large_data_in_pieces_is_read_whole(rules: RuleSet):
    report = scan(job(wheel({"sample/weights.bin": bytes(range(256)) * (PIECE_BYTES // 256) + b"MARKER_WORD"})), rules)
    assert [finding.member for finding in report.findings if finding.rule == "marker"] == ["sample/weights.bin"]
    assert report.complete


def test_source_too_large_to_be_folded_is_not_called_read(rules: RuleSet):
    report = scan(job(wheel({"sample/__init__.py": b"\n" * (17 << 20) + b"exec('1')\n"})), rules)
    assert not report.complete


def test_the_digest_of_a_name_stands_for_all_that_it_holds(rules: RuleSet):
    first, second, third = (
        scan(job(zipped(*contents)), rules).evidence["a.py"]
        for contents in ((b"MARKER_WORD = 1\n",), (b"MARKER_WORD = 2\n", b"MARKER_WORD = 1\n"), (b"MARKER_WORD = 1\n",))
    )
    assert first == third != second


def zipped(*contents: bytes) -> bytes:
    """A zip of members that all have one name."""
    return make_zip(*(Entry(b"a.py", content) for content in contents))


@pytest.mark.parametrize("shape", ["zip", "tar", "tar.gz", "tar.xz"])
def test_an_archive_that_a_decoder_gives_is_opened(rules: RuleSet, shape: str):
    plain = gzip.decompress(sdist({"evil.py": "MARKER_WORD = 1\n"}))
    inner = {
        "zip": wheel({"evil.py": "MARKER_WORD = 1\n"}),
        "tar": plain,
        "tar.gz": gzip.compress(plain),
        "tar.xz": lzma.compress(plain),
    }[shape]
    source = f"import base64\nx = base64.b64decode('{base64.b64encode(inner).decode()}')\nexec(x)\n"
    report = scan(job(sdist({"setup.py": source}), "sample-1.0.tar.gz"), rules)
    found = next(item for item in report.findings if item.rule == "marker" and item.layers[-1:] == ("archive",))
    assert found.member.startswith("sample-1.0/setup.py!/")
    assert found.member.endswith("evil.py")
    assert found.layers[0] == "base64"


def test_archives_within_one_another_in_a_decoded_one_are_read_once(rules: RuleSet):
    inner = wheel({"evil.py": "MARKER_WORD = 1\n"})
    for _ in range(2):
        inner = wheel({"inner.whl": inner})
    source = f"import base64\nx = base64.b64decode('{base64.b64encode(inner).decode()}')\nexec(x)\n"
    report = scan(job(sdist({"setup.py": source}), "sample-1.0.tar.gz"), rules)
    assert [item.layers.count("archive") for item in report.findings if item.rule == "marker"] == [1]


def test_what_is_no_archive_fails_and_its_bytes_are_scanned_all_the_same(rules: RuleSet):
    quiet = scan(job(b"nothing to see"), rules)
    assert (quiet.verdict, quiet.complete) == ("failed", False)
    assert quiet.error
    loud = scan(job(b"MARKER_WORD"), rules)
    assert "marker" in {found.rule for found in loud.findings}


@pytest.mark.parametrize("data", [b"", b"PK", b"\x1f\x8b", b"PK\x05\x06" + bytes(18), b"\x1f\x8b\x08" + b"\xff" * 60])
def test_broken_archives_give_a_report(rules: RuleSet, data: bytes):
    report = scan(job(data), rules)
    assert report.anomalies or report.complete


def test_a_watcher_hears_of_findings_before_the_scan_ends(rules: RuleSet):
    ears = Ears()
    scan(job(wheel({"a.py": "MARKER_WORD = 1\n", "b.py": "x = 1\n"})), rules, watcher=ears)
    assert next(item.rule for item in ears.heard if isinstance(item, Finding)) == "marker"
    assert ears.members[:2] == ["a.py", "b.py"]


def test_after_the_deadline_no_member_is_begun_and_what_was_found_is_kept(rules: RuleSet):
    files: dict[str, str | bytes] = {"a.py": "MARKER_WORD = 1\n", "b.py": "x = 1\n"}
    report = scan(job(wheel(files)), rules, seconds=0.0)
    assert not report.complete
    assert {"deadline", "budget-time"} & {anomaly.kind for anomaly in report.anomalies}


def test_a_scan_that_ran_out_of_time_is_not_called_clean(rules: RuleSet):
    report = scan(job(wheel({"b.py": "x = 1\n"})), rules, seconds=0.0)
    assert report.verdict == "failed"
    assert report.error is not None
    assert report.error.startswith("out of time: ")


# Every pair of the two strings' places is looked at: seconds for what is read in no time elsewhere.
QUADRATIC = rule(
    "quadratic",
    '"aaaa"',
    more='$b = "bbbb"',
    filetypes="txt",
    condition="for any i in (1..#a) : ( for any j in (1..#b) : ( @a[i] + 1000000000 == @b[j] ) )",
)


def test_a_member_made_to_exhaust_the_rules_leaves_the_others_their_time(tmp_path: Path):
    rules = load_rules(write_rules(tmp_path, rule("marker", '"MARKER_WORD"'), QUADRATIC))
    hogs: dict[str, str | bytes] = {f"{n}.txt": b"aaaa bbbb " * 400_000 + b"%d" % n for n in range(3)}
    data = sdist(hogs | {"setup.py": "MARKER_WORD = 1\n"})
    report = scan(job(data, "sample-1.0.tar.gz"), rules, seconds=9.0)
    assert "marker" in {item.rule for item in report.findings}
    assert "match-timeout" in {item.kind for item in report.anomalies}
    assert not report.complete


class Ears(Watcher):
    """Keeps what a scan tells."""

    def __init__(self) -> None:
        self.heard: list[Finding | Anomaly] = []
        self.members: list[str] = []

    def found(self, item: Finding | Anomaly) -> None:
        self.heard.append(item)

    def reached(self, member: str, members: int, size: int) -> None:
        self.members.append(member)


@pytest.mark.parametrize("limit", ["COSTLY_SECONDS", "COSTLY_IN_ALL"])
def test_behind_a_costly_member_comes_first_what_runs_by_itself_then_what_is_small(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch, limit: str
):
    inner = wheel({"deep.py": "MARKER_WORD = 1\n"})
    files: dict[str, str | bytes] = {
        "a.py": "x = 1\n",
        "b.bin": bytes(70_000),
        "c.whl": inner,
        "setup.py": "MARKER_WORD",
    }
    data = job(sdist(files, "sample-1.0"), "sample-1.0.tar.gz")
    plain = scan(data, rules)
    ears = Ears()
    monkeypatch.setattr(order, limit, -1.0)
    report = scan(data, rules, watcher=ears)
    short = [name.rpartition("/")[2] for name in ears.members]
    assert short.index("setup.py") == 1
    assert short[-1] == "b.bin"
    assert len(set(ears.members)) == len(ears.members) == plain.members == report.members
    assert report.bytes == plain.bytes
    assert (report.findings, report.anomalies, report.complete) == (plain.findings, plain.anomalies, plain.complete)


def test_behind_a_costly_member_the_build_backend_comes_before_ordinary_modules(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch
):
    named = '[build-system]\nrequires = []\nbuild-backend = "made"\nbackend-path = ["."]\n'
    files: dict[str, str | bytes] = {"pyproject.toml": named, "a.py": "x = 1\n", "made.py": "MARKER_WORD = 1\n"}
    ears = Ears()
    monkeypatch.setattr(order, "COSTLY_SECONDS", -1.0)
    scan(job(sdist(files, "sample-1.0"), "sample-1.0.tar.gz"), rules, watcher=ears)
    assert [name.rpartition("/")[2] for name in ears.members][:2] == ["pyproject.toml", "made.py"]


def test_texts_that_use_up_the_decoders_leave_them_to_what_runs_by_itself(rules: RuleSet):
    words = (b"import os  # text number %4d, long enough to be one\n" % n for n in range(1_200))
    texts = [base64.b64encode(text).decode() for text in words]
    hog = "\n".join(f"exec(base64.b64decode('{text}'))" for text in texts)
    hidden = base64.b64encode(b"import os\nos.environ['MARKER_WORD']\nprint(os)\n").decode()
    setup = f"import base64\nexec(base64.b64decode('{hidden}'))\n"
    files: dict[str, str | bytes] = {"a.py": f"import base64\n{hog}\n", "setup.py": setup}
    report = scan(job(sdist(files), "sample-1.0.tar.gz"), rules)
    found = [item for item in report.findings if item.rule == "marker"]
    assert {(item.member.rpartition("/")[2], item.layers[0]) for item in found} == {("setup.py", "base64")}
    assert not report.complete


def test_what_needs_too_much_memory_costs_its_own_step(rules: RuleSet, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Signals, "see_layer", out_of_memory)
    report = scan(job(wheel({"a.py": "MARKER_WORD = 1\n", "b.py": "MARKER_WORD = 2\n"})), rules)
    assert {item.member for item in report.findings if item.rule == "marker"} >= {"a.py", "b.py"}
    told = [item for item in report.anomalies if item.kind == "out-of-memory"]
    assert {item.member for item in told} >= {"a.py", "b.py"}
    assert not report.complete


def test_a_file_of_nothing_but_blanks_is_read_without_a_fault(rules: RuleSet):
    assert scan(job(wheel({"a.py": "\r" * 10_000, "b.py": " " * 10_000})), rules).complete


def test_one_rule_in_very_many_members_keeps_the_loudest(rules: RuleSet):
    files: dict[str, str | bytes] = {f"m{n:03}.py": f"# {n} MARKER_WORD\n" for n in range(FINDINGS_PER_RULE + 20)}
    report = scan(job(wheel(files | {"z.py": "MARKER_WORD = 1\n"})), rules)
    found = [item for item in report.findings if item.rule == "marker"]
    assert len(found) == FINDINGS_PER_RULE
    assert "z.py" in {item.member for item in found}
    assert "findings-dropped" in {anomaly.kind for anomaly in report.anomalies}
    assert report.complete


def test_the_same_scan_twice_gives_the_same_findings(rules: RuleSet):
    data = wheel({"b.py": "MARKER_WORD = 1\n", "a.py": "x = 'MARKER_WORD'\n"})
    assert scan(job(data), rules).findings == scan(job(data), rules).findings


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("Sample_Name-1.0-py3-none-any.whl", ("sample-name", "1.0")),
        ("sample-1.0.tar.gz", ("sample", "1.0")),
        ("odd", ("odd", "")),
    ],
)
def test_project_and_version_come_from_the_file_name(filename: str, expected: tuple[str, str]):
    assert names_from_filename(filename) == expected


PYPROJECT = '[build-system]\nrequires = []\nbuild-backend = "maker:hooks"\nbackend-path = ["tools/make"]\n'


@pytest.mark.parametrize("first", ["pyproject.toml", "tools/make/maker.py"])
def test_the_backend_that_a_source_tree_brings_runs_at_build_wherever_its_pyproject_stands(tmp_path: Path, first: str):
    rules = load_rules(
        write_rules(tmp_path, rule("anywhere", '"MARKER_WORD"'), rule("at_build", '"MARKER_WORD"', scope="build"))
    )
    files: dict[str, str | bytes] = {
        "pyproject.toml": PYPROJECT,
        "tools/make/maker.py": "MARKER_WORD = 1\n",
        "tools/other.py": "MARKER_WORD = 2\n",
    }
    ordered = {name: files[name] for name in sorted(files, key=lambda name: name != first)}
    report = scan(job(sdist(ordered), "sample-1.0.tar.gz"), rules)
    found = {
        (f.rule, f.member.removeprefix("sample-1.0/"), f.scope) for f in report.findings if f.behaviour == "execution"
    }
    assert found == {
        ("anywhere", "tools/make/maker.py", Scope.BUILD),
        ("at_build", "tools/make/maker.py", Scope.BUILD),
        ("anywhere", "tools/other.py", Scope.IMPORT),
    }


BACKEND_FIRST: dict[str, str | bytes] = {"tools/make/maker.py": "MARKER_WORD = 1\n", "pyproject.toml": PYPROJECT}


def test_a_distribution_that_uses_up_the_budget_keeps_what_its_backend_showed(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch
):
    data = sdist({**BACKEND_FIRST, "weights.bin": bytes(range(256)) * 200})
    read = Budget()
    assert list(read_members(data, read))
    spent = Budget().bytes - read.bytes
    monkeypatch.setattr(scanning, "Budget", functools.partial(Budget, bytes=spent))
    report = scan(job(data, "sample-1.0.tar.gz"), rules)
    assert [found.scope for found in report.findings if found.rule == "marker"] == [Scope.BUILD]
    assert report.complete


def test_without_time_to_read_the_backend_again_it_counts_as_run_at_build_and_the_scan_has_failed(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch
):
    class Hurried(Watcher):
        def reached(self, member: str, members: int, size: int) -> None:
            if member.endswith("last.txt"):
                late = functools.partial(Budget, clock=lambda: math.inf)
                monkeypatch.setattr(scanning, "Budget", late)

    data = sdist({**BACKEND_FIRST, "last.txt": "the end"})
    report = scan(job(data, "sample-1.0.tar.gz"), rules, seconds=600, threshold=1.1, watcher=Hurried())
    assert [found.scope for found in report.findings if found.rule == "marker"] == [Scope.BUILD]
    assert (report.verdict, report.complete) == ("failed", False)


@pytest.mark.parametrize("first", ["setup.py", "tests/helper.py"])
def test_a_test_that_the_setup_imports_runs_at_build(rules: RuleSet, first: str):
    files: dict[str, str | bytes] = {"setup.py": "from tests import helper\n", "tests/helper.py": "MARKER_WORD = 1\n"}
    ordered = {name: files[name] for name in sorted(files, key=lambda name: name != first)}
    report = scan(job(sdist(ordered | {"tests/other.py": "MARKER_WORD = 2\n"}), "sample-1.0.tar.gz"), rules)
    found = {f.member.removeprefix("sample-1.0/"): f.scope for f in report.findings if f.rule == "marker"}
    assert found == {"tests/helper.py": Scope.BUILD, "tests/other.py": Scope.TEST}


@pytest.mark.parametrize("first", ["tests/helper.py", "sample.egg-info/entry_points.txt"])
def test_a_test_that_a_plug_in_names_runs_at_build_though_it_is_installed_as_well(rules: RuleSet, first: str):
    names = "[console_scripts]\nx = tests.helper:go\n[setuptools.finalize_distribution_options]\nx = tests.helper:go\n"
    files: dict[str, str | bytes] = {"sample.egg-info/entry_points.txt": names, "tests/helper.py": "MARKER_WORD = 1\n"}
    ordered = {name: files[name] for name in sorted(files, key=lambda name: name != first)}
    report = scan(job(sdist(ordered), "sample-1.0.tar.gz"), rules)
    assert [found.scope for found in report.findings if found.rule == "marker"] == [Scope.BUILD]


@pytest.mark.parametrize("first", ["setup.py", "scripts/watch.py"])
@pytest.mark.parametrize(
    ("more", "scope"),
    [
        ({}, Scope.TEST),
        ({"tides/core.py": "from .scripts import go\nfrom tides import dev\n"}, Scope.TEST),
        ({"tests/test_watch.py": "from scripts import watch\n"}, Scope.TEST),
        ({"tides/core.py": "def go():\n    import os, scripts.watch\n"}, Scope.IMPORT),
        ({"tides/core.py": "from importlib import import_module\nimport_module('scripts.watch')\n"}, Scope.IMPORT),
        ({"tides/core.py": "import sys\nsys.path.append(here / 'scripts')\n"}, Scope.IMPORT),
        ({"scripts/__init__.py": ""}, Scope.IMPORT),
    ],
)
def test_a_script_beside_the_package_weighs_as_a_test_unless_something_of_the_package_imports_it(
    rules: RuleSet, first: str, more: dict[str, str], scope: Scope
):
    files = {"setup.py": "setup()\n", "tides/__init__.py": "", "scripts/watch.py": "MARKER_WORD = 1\n", **more}
    ordered: dict[str, str | bytes] = {name: files[name] for name in sorted(files, key=lambda name: name != first)}
    report = scan(job(sdist(ordered), "sample-1.0.tar.gz"), rules)
    assert [found.scope for found in report.findings if found.rule == "marker"] == [scope]


def test_a_wheel_installs_all_that_it_holds(rules: RuleSet):
    data = wheel({"tides/scripts/watch.py": "def go():\n    MARKER_WORD = 1\n"})
    (found,) = [finding for finding in scan(job(data), rules).findings if finding.rule == "marker"]
    assert found.scope is Scope.CODE


@pytest.mark.parametrize("first", ["docs/tide/mod.py", "setup.cfg"])
def test_a_package_that_is_installed_from_the_documentation_is_none(rules: RuleSet, first: str):
    names = "[options]\npackage_dir =\n    = docs\n"
    files: dict[str, str | bytes] = {"setup.cfg": names, "docs/tide/mod.py": "def f():\n    MARKER_WORD = 1\n"}
    ordered = {name: files[name] for name in sorted(files, key=lambda name: name != first)}
    report = scan(job(sdist(ordered), "sample-1.0.tar.gz"), rules)
    assert [found.scope for found in report.findings if found.rule == "marker"] == [Scope.CODE]


def test_a_pyproject_that_cannot_be_read_lets_any_test_run_at_build_and_is_told_of(rules: RuleSet):
    data = sdist({"tests/helper.py": "MARKER_WORD = 1\n", "pyproject.toml": PYPROJECT + "# " + "x" * 300_000})
    report = scan(job(data, "sample-1.0.tar.gz"), rules)
    assert [found.scope for found in report.findings if found.rule == "marker"] == [Scope.BUILD]
    assert [anomaly.kind for anomaly in report.anomalies] == ["build-unread"]
    assert not report.complete


@pytest.mark.parametrize("top", ["tests", "docs"])
def test_the_folder_of_a_source_distribution_is_not_one_of_its_tests(rules: RuleSet, top: str):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name in (f"{top}/pkg/mod.py", f"{top}/{top}/more.py"):
            entry = tarfile.TarInfo(name)
            entry.size = len(body := f"MARKER_WORD = '{name}'\n".encode())
            archive.addfile(entry, io.BytesIO(body))
    report = scan(job(buffer.getvalue(), "sample-1.0.tar.gz"), rules)
    found = {f.member: f.scope for f in report.findings if f.rule == "marker"}
    assert found[f"{top}/pkg/mod.py"] is Scope.IMPORT
    assert found[f"{top}/{top}/more.py"] in (Scope.TEST, Scope.DOCS)


def test_a_wheel_is_not_built_whatever_its_pyproject_says(rules: RuleSet):
    data = wheel({"pyproject.toml": PYPROJECT, "tools/make/maker.py": "MARKER_WORD = 1\n"})
    (found,) = [finding for finding in scan(job(data), rules).findings if finding.rule == "marker"]
    assert found.scope is Scope.IMPORT


def test_the_same_content_twice_is_peeled_once_and_found_in_both(rules: RuleSet, monkeypatch: pytest.MonkeyPatch):
    hidden = base64.b64encode(b"import os\nos.environ['MARKER_WORD']\nprint(os)\n" * 4).decode()
    source = f"import base64\nexec(base64.b64decode('{hidden}'))\n"
    names = ("pkg/__init__.py", "build/lib/pkg/__init__.py", "pkg/note.txt")
    folded: list[bytes] = []
    monkeypatch.setattr(peeling, "fold", lambda data, *a, **k: folded.append(data) or fold(data, *a, **k))
    report = scan(job(sdist(dict.fromkeys(names, source)), "sample-1.0.tar.gz"), rules)
    found = {item.member.partition("/")[2]: item for item in report.findings if item.layers == ("base64",)}
    assert set(names[:2]) <= set(found)
    assert found[names[0]].line == found[names[1]].line == 2
    assert folded.count(source.encode()) == 2  # as a module, and as a text: those are peeled in their own ways


@pytest.fixture
def dropper() -> ScanJob:
    hidden = base64.b64encode(b"import os\nos.environ['MARKER_WORD']\nprint(os)\n" * 4).decode()
    return job(wheel({"alpha/__init__.py": f"import base64\nexec(base64.b64decode('{hidden}'))\n"}))


def test_what_one_scan_has_matched_the_next_one_finds_without_reading_it_again(
    rules: RuleSet, dropper: ScanJob, monkeypatch: pytest.MonkeyPatch
):
    known = new_memory()
    first = scan(dropper, rules, known=known)
    monkeypatch.setattr(Matcher, "_hits", lambda self, layer: pytest.fail("read again"))
    second = scan(dropper, rules, known=known)
    assert any(item.rule == "marker" for item in first.findings)
    assert first.findings == second.findings
    assert not second.anomalies


def test_a_scan_that_had_too_little_leaves_nothing_behind(
    rules: RuleSet, dropper: ScanJob, monkeypatch: pytest.MonkeyPatch
):
    known = new_memory()
    with monkeypatch.context() as patch:
        patch.setattr(PeelBudget, "spend_layer", too_late)
        patch.setattr(Matcher, "_left", lambda self: 0)
        hurried = scan(dropper, rules, known=known)
    assert not hurried.complete
    assert not any(item.rule == "marker" for item in hurried.findings)
    with monkeypatch.context() as patch:
        patch.setattr(scanning, "PeelBudget", lambda: PeelBudget(seconds=0))
        unpeeled = scan(dropper, rules, known=known)
    assert not any(item.rule == "marker" for item in unpeeled.findings)
    with monkeypatch.context() as patch:
        patch.setattr(ast, "parse", out_of_memory)
        unparsed = scan(dropper, rules, known=known)
    assert not any(item.rule == "marker" and item.layers == ("base64", "folded") for item in unparsed.findings)
    patient = scan(dropper, rules, known=known)
    assert patient.complete
    assert any(item.rule == "marker" for item in patient.findings)
    assert patient.findings == scan(dropper, rules).findings


def too_late(self: PeelBudget, size: int) -> None:
    raise PeelBudgetError("peel-time", "too late")


def out_of_memory(*_: object, **__: object) -> None:
    raise MemoryError


def test_one_signal_in_very_many_members_is_kept_as_often_as_a_rule(rules: RuleSet):
    files: dict[str, str | bytes] = {f"m{n:03}.py": f"import os;os.popen({n})" for n in range(FINDINGS_PER_RULE + 20)}
    report = scan(job(wheel(files)), rules)
    fired = Counter(item.rule for item in report.findings)
    assert fired["import-starts-program"] == FINDINGS_PER_RULE
    dropped = [item.detail for item in report.anomalies if item.kind == "findings-dropped"]
    assert "import-starts-program: 20 more" in dropped


def test_a_scan_that_ran_out_of_memory_while_reading_is_not_called_clean(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(scanning, "read_members", out_of_memory)
    report = scan(job(wheel({"b.py": "x = 1\n"})), rules)
    assert (report.verdict, report.complete) == ("failed", False)
    assert report.error is not None
    assert report.error.startswith("out-of-memory: ")


@pytest.mark.parametrize("text", ["a" + ".a" * 100_000 + " = 1\n", "[build-system]\nbuild-backend = 1\n"])
def test_a_pyproject_that_takes_too_much_to_read_costs_nothing_else(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch, text: str
):
    if "build" in text:
        monkeypatch.setattr(AtBuild, "look", out_of_memory)
    data = sdist({"pyproject.toml": text, "setup.py": "MARKER_WORD = 1\n"})
    report = scan(job(data, "sample-1.0.tar.gz"), rules)
    assert "marker" in {item.rule for item in report.findings}
    assert not report.complete


def test_time_that_decoding_takes_is_not_taken_from_matching(
    rules: RuleSet, dropper: ScanJob, monkeypatch: pytest.MonkeyPatch
):
    def slow(member: Member, budget: PeelBudget, *, scope: Scope) -> Iterator[Layer | Anomaly]:
        for item in peel(member, budget, scope=scope):
            yield item
            time.sleep(1.2 if member.name.endswith(".py") else 0)

    monkeypatch.setattr(scanning, "MEMBER_SECONDS", 1.0)
    monkeypatch.setattr(scanning, "peel", slow)
    report = scan(dropper, rules)
    assert any(item.rule == "marker" and "base64" in item.layers for item in report.findings)
    assert report.complete


def test_a_brief_scan_matches_members_as_they_stand_and_concludes_nothing_from_them(rules: RuleSet):
    hidden = base64.b64encode(b"import os\nos.environ['MARKER_WORD']\nprint(os)\n" * 4).decode()
    files: dict[str, str | bytes] = {
        "a.py": f"import base64\nexec(base64.b64decode('{hidden}'))\n",
        "b.py": "import os; os.popen('MARKER_WORD')\n",
        "setup.py": "MARKER_WORD = 1\n",
    }
    ears = Ears()
    report = scan(job(sdist(files), "sample-1.0.tar.gz"), rules, watcher=ears, brief=True)
    assert [name.rpartition("/")[2] for name in ears.members] == ["setup.py", "a.py", "b.py"]
    assert {(item.rule, item.member.rpartition("/")[2], item.layers) for item in report.findings} == {
        ("marker", "setup.py", ()),
        ("marker", "b.py", ()),
    }
