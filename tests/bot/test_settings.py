import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.settings import Section, Settings, SettingsError, load_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def no_other_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("MEERKAT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_defaults_are_enough_to_start() -> None:
    settings = load_settings()
    assert settings.report.mode == "dry-run"
    assert settings.report.auto == "quorum"
    assert settings.discord.token is None


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "meerkat.toml").write_text("[index]\npoll_seconds = 7\n[triage]\nquorum = 3\n")
    monkeypatch.setenv("MEERKAT_INDEX__POLL_SECONDS", "9")
    settings = load_settings()
    assert (settings.index.poll_seconds, settings.triage.quorum) == (9, 3)


def test_each_bad_setting_gets_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEERKAT_SCAN__THRESHOLD", "7")
    monkeypatch.setenv("MEERKAT_INDEX__URL", "ftp://nowhere.invalid")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    lines = str(caught.value).splitlines()
    assert sorted(line.partition(":")[0] for line in lines) == ["MEERKAT_INDEX__URL", "MEERKAT_SCAN__THRESHOLD"]


def test_a_misspelt_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEERKAT_SCAN__TRESHOLD", "0.7")
    with pytest.raises(SettingsError, match="MEERKAT_SCAN__TRESHOLD: no such setting"):
        load_settings()


def test_a_misspelt_key_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "meerkat.toml").write_text("[scan]\ntreshold = 0.7\n")
    with pytest.raises(SettingsError, match=r"^meerkat\.toml, scan\.treshold: no such setting$"):
        load_settings()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("scan = 3", "scan: is a section, which has settings and no value of its own"),
        ('[scan]\njobs = "two"', "scan.jobs: Input should be a valid integer"),
        ('[scan]\npopular = "names.json"', "scan.popular: there is no file {place}/names.json"),
        ('[web]\nlisten = "127.0.0.1:²"', 'web.listen: "127.0.0.1:²" is not host:port'),
    ],
)
def test_what_is_wrong_in_the_file_is_named_as_it_stands_there(tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "meerkat.toml").write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith("meerkat.toml, " + line.format(place=tmp_path))
    assert "MEERKAT_" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"rows": [{"name": 1}]}', "cannot be read as a list of projects: "),
        (b"\xff\xfe\x00", "cannot be read as a list of projects: "),
        (b"alpha,12\n", 'holds "alpha,12" where a project\'s name should be'),
        (b"<html>not\x1bfound</html>", 'holds "<html>not<U+001B>found</html>" where'),
        (b"\n", "holds nothing where"),
    ],
)
def test_a_list_of_popular_projects_that_is_none_is_blamed_itself(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "names").write_bytes(content)
    (tmp_path / "meerkat.toml").write_text('[scan]\npopular = "names"\n')
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith(f"meerkat.toml, scan.popular: names {says}")
    (tmp_path / "names").write_text("alpha\nBeta_Two\n")
    assert load_settings().scan.popular == Path("names")


@pytest.mark.parametrize("name", ["DISCORD__GUILD", "SCAN__POPULAR", "WEB__LISTEN"])
def test_an_empty_variable_is_told_so(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"MEERKAT_{name}", "")
    with pytest.raises(SettingsError, match=f"^MEERKAT_{name}: is empty; .* unset it"):
        load_settings()


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "meerkat.toml").write_text("[scan\n")
    with pytest.raises(SettingsError, match=r"meerkat\.toml"):
        load_settings()


@pytest.mark.parametrize("what", ["a folder", "a link to nothing"])
def test_settings_that_are_there_and_cannot_be_read_are_not_passed_over(tmp_path: Path, what: str) -> None:
    file = tmp_path / "meerkat.toml"
    file.mkdir() if what == "a folder" else file.symlink_to("nothing")
    with pytest.raises(SettingsError, match=r"^meerkat\.toml cannot be read as the settings: "):
        load_settings()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_named(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "meerkat.toml").write_bytes("[scan]\nworkers = 1\n".encode(encoding))
    with pytest.raises(SettingsError, match=r"meerkat\.toml begins with a byte order mark.*save it as UTF-8"):
        load_settings()


def test_what_is_seldom_meant_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    [doubt] = load_settings().doubts
    assert doubt.startswith("MEERKAT_INDEX__CONTACT ")
    for name, value in (("INDEX__CONTACT", "a@example.org"), ("DISCORD__TOKEN", "t"), ("DISCORD__GUILD", "1")):
        monkeypatch.setenv(f"MEERKAT_{name}", value)
    monkeypatch.setenv("MEERKAT_DISCORD__ALERT_CHANNEL", "2")
    [doubt] = load_settings().doubts
    assert "MEERKAT_ROLES__" in doubt
    monkeypatch.setenv("MEERKAT_ROLES__VOLUNTEER", "3")
    assert load_settings().doubts == []
    monkeypatch.setenv("MEERKAT_ROLES__SENIOR", "3")
    [doubt] = load_settings().doubts
    assert "MEERKAT_ROLES__VOLUNTEER is also the role that decides alone" in doubt
    monkeypatch.setenv("MEERKAT_ROLES__SENIOR", "1")
    [doubt] = load_settings().doubts
    assert "@everyone" in doubt


def test_a_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEERKAT_DISCORD__TOKEN", "very-secret")
    with pytest.raises(SettingsError) as caught:  # guild and channel are missing
        load_settings()
    assert "very-secret" not in str(caught.value)
    monkeypatch.setenv("MEERKAT_DISCORD__GUILD", "1")
    monkeypatch.setenv("MEERKAT_DISCORD__ALERT_CHANNEL", "2")
    assert "very-secret" not in repr(load_settings())


def test_live_reports_need_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEERKAT_REPORT__MODE", "live")
    with pytest.raises(SettingsError, match="MEERKAT_REPORT__TOKEN"):
        load_settings()


def test_a_token_is_taken_without_the_blanks_around_it_and_an_empty_one_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MEERKAT_REPORT__TOKEN", " pypi-x\r\n")
    monkeypatch.setenv("MEERKAT_DISCORD__TOKEN", "")
    settings = load_settings()
    assert settings.report.token is not None
    assert settings.report.token.get_secret_value() == "pypi-x"
    assert settings.discord.token is None
    monkeypatch.setenv("MEERKAT_REPORT__MODE", "live")
    monkeypatch.setenv("MEERKAT_REPORT__TOKEN", " ")
    with pytest.raises(SettingsError, match="MEERKAT_REPORT__TOKEN"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REPORT__TOKEN", "pypi-secret\rX"),
        ("DISCORD__TOKEN", "two secret words"),
        ("INDEX__CONTACT", "a@example.org\r\nX-Secret: 1"),
        ("INDEX__URL", "https://user:secret@pypi.example"),
        ("INDEX__URL", "https://pypi.example/?secret"),
        ("INDEX__URL", "https://pypi.example\n"),
        ("INDEX__URL", "https://pypi.example:secret"),
        ("DATABASE", ""),
    ],
)
def test_what_no_request_or_file_could_carry_is_refused_unseen(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"MEERKAT_{name}", value)
    with pytest.raises(SettingsError, match=f"^MEERKAT_{name}: ") as caught:
        load_settings()
    assert "secret" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_the_example_file_documents_every_setting_with_its_default() -> None:
    text = (ROOT / "meerkat.example.toml").read_text()
    given, shown = tomllib.loads(text), tomllib.loads(text.replace("\n#: ", "\n"))
    for name, info in Settings.model_fields.items():
        section = info.annotation
        if isinstance(section, type) and issubclass(section, Section):
            assert set(shown[name]) == set(section.model_fields), name
            assert given[name] == section().model_dump(include=set(given[name])), name
        else:
            assert name in shown
            assert name not in given or given[name] == str(info.default)


def test_bad_settings_end_the_command_with_exit_two_and_a_line_each(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "MEERKAT_SCAN__JOBS": "none",
        "MEERKAT_WEB__LISTEN": "8080",
        "MEERKAT_WEB__PORT": "8080",
    }
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "run"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "MEERKAT_SCAN__JOBS" in done.stderr
    assert "MEERKAT_WEB__LISTEN" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1] == "meerkat.example.toml documents every setting."
    assert done.stderr.count("meerkat.example.toml") == 1


def test_the_file_says_where_the_rules_are(tmp_path: Path) -> None:
    (tmp_path / "meerkat.toml").write_text('rules = "mine"\n')
    (tmp_path / "mine").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "rules", "check"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mine: no *.yar file below this folder")
