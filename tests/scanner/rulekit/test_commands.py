"""The commands as people and scripts call them: output, exit codes, errors that say what to do."""

import json
import sqlite3
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from scanner.cli.rules import register
from scanner.ruleset import load_rules
from tests.scanner.rulekit.conftest import MISS

app = typer.Typer()
register(app)


@app.callback()
def _root() -> None:
    pass


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["rules", *map(str, arguments)], env={"COLUMNS": "200"})
    return result.exit_code, result.output


def test_check_ends_with_a_summary(rules: Path) -> None:
    assert run("check", "--rules", rules) == (0, "1 rules in 1 files: no problems\n")


def test_check_fails_with_file_and_line(rules: Path) -> None:
    path = rules / "channel" / "sends_away.yar"
    path.write_text(path.read_text().replace('status = "stable"', 'status = "beta"'))
    code, output = run("check", "--rules", rules, "--no-timing")
    assert code == 3
    assert output.startswith(f'{path}:15: sends_away: status "beta" is not shadow or stable\n')
    assert output.endswith("1 rules in 1 files: 1 problem\n")


def test_check_speaks_json(rules: Path) -> None:
    code, output = run("check", "--rules", rules, "--no-timing", "--format", "json")
    assert code == 0
    assert json.loads(output) == {"problems": [], "rules": 1, "files": 1, "yara_x": True}


@pytest.mark.parametrize("command", ["check", "test"])
def test_a_folder_without_rules_is_a_usage_error(tmp_path: Path, command: str) -> None:
    code, output = run(command, "--rules", tmp_path)
    assert code == 2
    assert "no *.yar file below this folder" in output


@pytest.mark.parametrize("command", ["check", "test", "list"])
def test_without_a_folder_the_settings_one_is_meant(rules: Path, command: str) -> None:
    configured = typer.Typer()
    register(configured, lambda: rules)
    configured.callback()(_root)
    result = CliRunner().invoke(configured, ["rules", command], env={"COLUMNS": "200"})
    assert (result.exit_code, "1 rules" in result.output) == (0, True)


@pytest.mark.parametrize("command", ["check", "test", "list"])
def test_what_an_editor_leaves_beside_a_rule_is_no_rule(rules: Path, command: str) -> None:
    (rules / "channel" / ".#sends_away.yar").symlink_to("ada@host.1234:567")
    (rules / "folder.yar").mkdir()
    code, output = run(command, "--rules", rules)
    assert (code, "1 rules" in output) == (0, True)


@pytest.mark.parametrize("text", ["", "// rule was { condition: true }\n"])
def test_a_file_without_a_rule_is_said_and_hinders_nothing_else(rules: Path, text: str) -> None:
    (rules / "channel" / "old.yar").write_text(text)
    code, output = run("check", "--rules", rules, "--no-timing")
    assert (code, "old.yar: holds no rule" in output) == (3, True)
    assert run("test", "--rules", rules)[0] == 0
    assert load_rules(rules).prefiltered().prefilter is not None


def test_a_set_of_good_rules_that_does_not_load_is_refused(rules: Path) -> None:
    (rules / "points.toml").write_text("[rules\n")
    code, output = run("check", "--rules", rules)
    assert (code, "points.toml" in output) == (3, True)


def test_test_passes_and_fails_by_its_samples(rules: Path) -> None:
    assert run("test", "--rules", rules) == (0, "2 samples of 1 rules: all as they should be\n")
    sample = rules / "channel" / "samples" / "sends_away" / "hit-report.py"
    sample.write_text(MISS)
    code, output = run("test", "--rules", rules)
    assert code == 3
    assert f"{sample}: sends_away does not fire on its hit" in output


def test_test_of_an_unknown_rule_is_a_usage_error(rules: Path) -> None:
    code, output = run("test", "--rules", rules, "sends_awry")
    assert code == 2
    assert "no rule called sends_awry" in output


def test_mutations_are_reported_for_people_and_for_scripts(rules: Path) -> None:
    code, output = run("test", "--rules", rules, "--mutate")
    assert code == 0
    assert "Mutants still caught" in output
    assert "pad: comments and empty lines between" in output
    code, output = run("test", "--rules", rules, "--mutate", "--format", "json")
    assert code == 0
    trial = json.loads(output)
    assert trial["survival"]["base64"] == [1, 1, 1]
    assert {"rule", "sample", "mutation", "survived", "caught_by"} == trial["evasions"][0].keys()


def test_too_many_evasions_fail_when_asked_to(rules: Path) -> None:
    path = rules / "channel" / "sends_away.yar"
    path.write_text(path.read_text().replace('"collector_send" fullword', '"collector_send(\'https"'))
    assert run("test", "--rules", rules, "--mutate", "--fail-under", "99")[0] == 3
    assert run("test", "--rules", rules, "--mutate", "--fail-under", "10")[0] == 0


def test_list_shows_each_rule(rules: Path) -> None:
    code, output = run("list", "--rules", rules)
    assert code == 0
    assert all(word in output for word in ("channel", "sends_away", "2", "any", "stable", "Sends what it finds"))
    (row,) = json.loads(run("list", "--rules", rules, "--format", "json")[1])
    assert (row["name"], row["points"], row["statistics"]) == ("sends_away", 2.0, None)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "meerkat.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE rule_stat (rule TEXT, alerts INTEGER, confirmed INTEGER, dismissed INTEGER)")
        connection.execute("INSERT INTO rule_stat VALUES ('sends_away', 12, 9, 1)")
    return path


def test_list_shows_measured_precision_with_its_interval(rules: Path, database: Path) -> None:
    code, output = run("list", "--rules", rules, "--stats", database)
    assert code == 0
    assert "90% (60% to 98%)" in output
    (row,) = json.loads(run("list", "--rules", rules, "--stats", database, "--format", "json")[1])
    figures = row["statistics"]
    assert (figures["alerts"], figures["confirmed"], figures["dismissed"], figures["precision"]) == (12, 9, 1, 0.9)
    assert (figures["low"], figures["high"]) == pytest.approx((0.5958, 0.9821), abs=1e-4)


def test_the_figures_are_those_of_the_databases_own_schema(rules: Path, tmp_path: Path) -> None:
    migrations = Path(__file__).parents[3] / "bot" / "store" / "migrations"
    path = tmp_path / "own.sqlite3"
    with sqlite3.connect(path) as connection:
        for migration in sorted(migrations.glob("*.sql")):
            connection.executescript(migration.read_text())
        connection.execute("INSERT INTO rule_stat (rule, alerts, confirmed, dismissed) VALUES ('sends_away', 3, 1, 1)")
    code, output = run("list", "--rules", rules, "--stats", path)
    assert code == 0
    assert "50%" in output


def test_a_database_without_figures_is_a_clear_error(rules: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.sqlite3"
    sqlite3.connect(empty).close()
    for path, message in ((empty, "no such table: rule_stat"), (tmp_path / "none", "no such file")):
        code, output = run("list", "--rules", rules, "--stats", path)
        assert code == 2
        assert message in output
