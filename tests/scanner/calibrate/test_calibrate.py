"""A refit over tiny archives: what it learns, what it keeps, and that it is the same every time."""

import io
import os
import sqlite3
import tarfile
from pathlib import Path

import msgspec
import pytest
import typer
from typer.testing import CliRunner

from scanner.calibrate.corpus import Sample, collect
from scanner.calibrate.fit import fit, log_odds
from scanner.calibrate.verdicts import samples_from_verdicts
from scanner.cli.calibrate import register
from scanner.known_good import load
from scanner.points import Combination, PointsTable, load_points
from scanner.report import Finding, Report
from scanner.verdicts import VerdictsError

RULE = """rule {name}
{{
    meta:
        id = "MK-TST-{number}"
        author = "Meerkat"
        description = "Says {word}"
        behaviour = "execution"
        points = "{points}"
        group = "{name}"
        scope = "any"
        filetypes = "any"
        attack = "T1059"
        reference = "https://example.org/"
        date = "2026-01-01"
        status = "stable"
        fp_notes = "None"
    strings:
        $word = "{word}"
    condition:
        $word
}}
"""


def sdist(folder: Path, project: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(folder / f"{project}-1.0.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo(f"{project}-1.0/{project}/__init__.py")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text.encode()))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Ten projects that all hum and of which the bad ones snarl, and rules that know three words."""
    for number, (word, points) in enumerate([("snarling", "3.0"), ("humming", "3.0"), ("whistling", "2.0")]):
        rule = tmp_path / "rules" / "noise" / f"{word}.yar"
        rule.parent.mkdir(parents=True, exist_ok=True)
        rule.write_text(RULE.format(name=word, number=number, word=word, points=points))
    for number in range(30):
        sdist(tmp_path / "bad", f"badger{number}", "humming = snarling = 1\n")
        sdist(tmp_path / "good", f"gopher{number}", "humming = 1\n")
    return tmp_path


def command(corpus: Path, *more: str) -> list[str]:
    where = ["--malicious", str(corpus / "bad"), "--benign", str(corpus / "good"), "--rules", str(corpus / "rules")]
    return ["calibrate", *where, "--jobs", "1", "--date", "2026-01-02", "--cache", str(corpus / "scans"), *more]


def rules_app() -> typer.Typer:
    app = typer.Typer()
    register(app)
    return app


def test_the_command_fits_the_table_and_a_refit_from_the_cache_gives_the_same(corpus: Path) -> None:
    first = CliRunner().invoke(rules_app(), command(corpus))
    assert first.exit_code == 0, first.output
    table = load_points(corpus / "rules" / "points.toml")
    written = (corpus / "rules" / "points.toml").read_text()
    assert table.rules["snarling"] > table.rules["humming"]  # both classes hum
    assert table.rules["whistling"] == 2.0  # nobody whistles: the author's word stands
    assert min(table.rules.values()) >= 0
    assert (table.fit.malicious, table.fit.benign, table.fit.date) == (30, 30, "2026-01-02")
    assert str(corpus) not in written
    assert "held out" in first.output
    for archive in (corpus / "bad").iterdir():  # the cache must serve: only names, sizes and times are looked at
        stamp = archive.stat()
        archive.write_bytes(b"x" * stamp.st_size)
        os.utime(archive, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    (corpus / "rules" / "points.toml").unlink()
    again = CliRunner().invoke(rules_app(), command(corpus))
    assert again.exit_code == 0, again.output
    assert (corpus / "rules" / "points.toml").read_text() == written


def test_a_changed_rule_is_scanned_again(corpus: Path) -> None:
    labelled = [(corpus / "bad", True)]
    before = collect(labelled, corpus / "rules", cache=corpus / "scans")
    rule = corpus / "rules" / "noise" / "whistling.yar"
    rule.write_text(rule.read_text().replace('"whistling"', '"snarling = 1"'))
    after = collect(labelled, corpus / "rules", cache=corpus / "scans")
    assert not any(finding.rule == "whistling" for finding in before[0].findings)
    assert any(finding.rule == "whistling" for finding in after[0].findings)


def test_one_kind_of_archive_alone_is_refused(corpus: Path) -> None:
    (corpus / "none").mkdir()
    where = ["--malicious", str(corpus / "none"), "--benign", str(corpus / "good"), "--rules", str(corpus / "rules")]
    result = CliRunner().invoke(rules_app(), ["calibrate", *where, "--jobs", "1"])
    assert result.exit_code == 3
    assert not (corpus / "rules" / "points.toml").exists()


def finding(rule: str, behaviour: str = "execution") -> Finding:
    return Finding(rule=rule, behaviour=behaviour, description="d", points=2.0, member="a.py", base_points=2.0)


def sample(number: int, malicious: bool, *rules: str) -> Sample:
    return Sample(
        path=f"p{number}-1.tar.gz",
        project=f"p{number}",
        malicious=malicious,
        findings=tuple(finding(rule, "theft" if rule == "steals" else "channel") for rule in rules),
    )


def test_a_combination_is_fitted_from_its_authors_word_and_never_turns_negative() -> None:
    together = Combination(name="combo-x", description="d", needs=(("theft",), ("channel",)), authored=1.0, points=0.2)
    samples = [sample(n, True, "steals", "sends") for n in range(20)]
    samples += [sample(100 + n, False, ("steals", "sends")[n % 2]) for n in range(20)]
    authors = {"steals": 2.0, "sends": 2.0}
    fitted = fit(samples, PointsTable(combination=(together,)), authors, prior=0.02, date="2026-01-02")
    assert fitted.table.combination[0].points >= 1.0
    assert fitted.table.combination[0].authored == 1.0
    assert log_odds(samples[0], fitted.table) > log_odds(samples[20], fitted.table)


def test_a_rule_that_fires_on_the_honest_only_falls_to_nothing() -> None:
    samples = [sample(n, True, "steals") for n in range(40)] + [sample(100 + n, False, "sends") for n in range(40)]
    table = fit(samples, PointsTable(), {"steals": 2.0, "sends": 2.0}, prior=0.02, date="2026-01-02").table
    assert table.rules["sends"] < 0.3 < 1.5 < table.rules["steals"]


def test_the_prior_moves_the_base_and_nothing_else() -> None:
    samples = [sample(n, n % 2 == 0, *(["steals"] if n % 2 == 0 else [])) for n in range(40)]
    rare, common = (fit(samples, PointsTable(), {"steals": 2.0}, prior=prior, date="").table for prior in (0.001, 0.1))
    assert rare.rules == common.rules
    assert rare.base < common.base


def test_verdicts_of_people_become_labels(tmp_path: Path) -> None:
    database = tmp_path / "meerkat.db"
    connection = sqlite3.connect(database)
    connection.executescript(
        """CREATE TABLE upload (id INTEGER, project TEXT, filename TEXT, report TEXT);
        CREATE TABLE triage_case (id INTEGER, state TEXT, decided_at REAL);
        CREATE TABLE case_upload (case_id INTEGER, upload_id INTEGER);"""
    )
    for number, (state, decided) in enumerate(
        [("reported", 1.0), ("dismissed", 1.0), ("open", None), ("disputed", 1.0)]
    ):
        report = Report(
            project="p", version="1", filename="f", sha256="", verdict="alert", score=0.9, complete=True,
            findings=(finding("steals"),),
        )  # fmt: skip
        text = msgspec.json.encode(report).decode()
        connection.execute("INSERT INTO upload VALUES (?, ?, ?, ?)", (number, f"p{number}", f"p{number}-1.whl", text))
        connection.execute("INSERT INTO triage_case VALUES (?, ?, ?)", (number, state, decided))
        connection.execute("INSERT INTO case_upload VALUES (?, ?)", (number, number))
    connection.commit()
    connection.close()
    samples = samples_from_verdicts(database)
    assert [(s.project, s.malicious) for s in samples] == [("p0", True), ("p1", False)]
    assert samples[0].findings[0].rule == "steals"


def test_a_missing_database_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(VerdictsError):
        samples_from_verdicts(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_known_good_members_are_collected_into_a_list(corpus: Path, tmp_path: Path) -> None:
    sdist(corpus / "popular", "kestrel", "humming = 1  # " + "long enough to name one file only " * 4)
    out = tmp_path / "known.bin"
    result = CliRunner().invoke(rules_app(), ["known-good", str(corpus / "popular"), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert len(load(out)) == 1
