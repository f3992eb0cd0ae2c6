"""The ``meerkat`` command as a process: what it ends with, whatever happens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scanner.distributions import rule, wheel, write_rules

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a small rule set and a harmless wheel."""
    write_rules(tmp_path / "rules", rule("marker", '"MARKER_WORD"'))
    (tmp_path / "calm-1.0-py3-none-any.whl").write_bytes(wheel({"calm.py": "x = 1\n"}, "calm"))
    return tmp_path


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli", *arguments]
    return subprocess.run(command, cwd=place, env=ENVIRONMENT, capture_output=True, text=True, timeout=100, check=False)


@pytest.mark.parametrize(
    "command",
    [
        "scan --fail-on-alert --jobs 1 --rules rules calm-1.0-py3-none-any.whl",
        "scan --format json --jobs 1 --rules rules calm-1.0-py3-none-any.whl",
        "rules list --rules rules",
        "rules list --rules rules --format json",
        "peel --all calm-1.0-py3-none-any.whl",
        "--help",
    ],
)
def test_a_reader_that_goes_away_is_no_alert_and_no_failure(place: Path, command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [sys.executable, "-m", "bot.cli", *command.split()],
        cwd=place,
        env=ENVIRONMENT,
        stdout=writing,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(writing)
        _, said = process.communicate(timeout=100)
    assert (process.returncode, said) == (0, b"")


def test_letters_that_the_locale_does_not_have_are_shown_by_number(place: Path) -> None:
    (place / "loud-1.0-py3-none-any.whl").write_bytes(wheel({"loud.py": "x = 'MARKER_WORD größe'\n"}, "loud"))
    options = ("--jobs", "1", "--rules", "rules", "--threshold", "0")
    narrow = ENVIRONMENT | {"PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "bot.cli", "scan", *options, "loud-1.0-py3-none-any.whl"]
    done = subprocess.run(command, cwd=place, env=narrow, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert r"gr\xf6\xdfe" in done.stdout


def test_an_empty_folder_makes_no_list_of_known_good_members(place: Path) -> None:
    (place / "empty").mkdir()
    done = run(place, "rules", "known-good", "empty", "--out", "list.bin")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("empty: no distribution files")
    assert not (place / "list.bin").exists()


def test_where_a_list_cannot_go_is_told_before_all_is_read(place: Path) -> None:
    done = run(place, "rules", "known-good", ".", "--out", "missing/list.bin")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("missing/list.bin: there is no folder ")


@pytest.mark.parametrize("level", ["info", "debug"])
def test_what_nobody_thought_of_is_one_line_and_no_alert(
    place: Path, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    monkeypatch.setitem(ENVIRONMENT, "MEERKAT_LOG", level)
    done = run(place, "rules", "known-good", ".", "--out", "long" * 99)  # no file system takes such a name
    assert done.returncode == 3
    assert "longlong" in done.stderr.splitlines()[-1]
    assert ("Traceback" in done.stderr) == (level == "debug")
