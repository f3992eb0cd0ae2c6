"""What `meerkat rules check` refuses, each with the line where it is."""

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scanner.rule_source import read_rules
from scanner.rulekit.check import NoRulesError, check_rules
from scanner.rulekit.problem import Problem
from scanner.rulekit.timing import AGAIN, COST_LIMIT, NEVER, costs, slow_rules
from tests.scanner.rulekit.conftest import HIT, write_rule

RULE = "channel/sends_away.yar"
HIT_SAMPLE = "channel/samples/sends_away/hit-report.py"


def problems(root: Path) -> tuple[Problem, ...]:
    return check_rules(root, timing=False).problems


def change(root: Path, old: str, new: str) -> None:
    path = root / RULE
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_good_set_has_no_problems(rules: Path) -> None:
    result = check_rules(rules)
    assert result.problems == ()
    assert (result.rules, result.files) == (1, 1)
    assert result.yara_x


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoRulesError, match=r"no \*\.yar file"):
        check_rules(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("        $send\n}", "        $missing\n}", "does not compile: undefined string", 21),
        ('"collector_send" fullword', "/\\w+@/", "slow scan", 18),
        ('"collector_send" fullword', '"col"', "short atom: $send is 3 bytes long", 18),
        ('"collector_send" fullword', "/[a-z]{3}=[0-9]{8}/", "short atom: $send has no run", 18),
        ('"collector_send" fullword', "{ 63 6F ?? 6C 65 ?? }", "short atom: $send has no run", 18),
        ('"collector_send" fullword', r"/sender[^\n]{0,90}\n?[^\n]{0,90}/", "slow repeats: $send has two long", 18),
        ('        fp_notes = "Test helpers"\n', "", "has no meta fp_notes", 1),
        ('author = "Meerkat"', 'author = ""', "author is empty", 5),
        ("MK-CHN-0001", "one", 'id "one" is not of the form', 4),
        ('points = "2.0"', 'points = "many"', 'points "many" is not a number', 8),
        ('points = "2.0"', 'points = "99"', 'points "99" is not a number', 8),
        ('scope = "any"', 'scope = "everywhere"', 'scope "everywhere" is not any', 10),
        ('scope = "any"', 'scope = "any setup"', 'scope "any setup" is not any', 10),
        ('filetypes = "any"', 'filetypes = ".py"', 'filetypes ".py" is not any', 11),
        ('behaviour = "channel"', 'behaviour = "theft"', "is not the name of its folder", 7),
        ('T1041"', 'network"', 'attack "network" is not an ATT&CK technique', 12),
        ("https://attack", "see attack", "is not one web address", 13),
        ("2026-01-31", "31.1.2026", "is not a day", 14),
        ('status = "stable"', 'status = "beta"', "is not shadow or stable", 15),
        ("Sends what it finds to a collector that nobody asked for", "Bad code", "says too little", 6),
        ("Sends what it finds to a collector that nobody asked for", "Sends " * 40, "a card has room for", 6),
        ("nobody asked for", "nobody\\nasked for", "more than one line", 6),
        ("rule sends_away", "rule SendsAway", "its name is not lower_case_words", 1),
        ("rule sends_away", "rule other_name", "call it other_name.yar", 1),
    ],
)
def test_a_bad_rule_is_refused_where_it_is_bad(rules: Path, old: str, new: str, message: str, line: int) -> None:
    change(rules, old, new)
    found = [problem for problem in problems(rules) if message in problem.message]
    assert [(Path(problem.path), problem.line) for problem in found] == [(rules / RULE, line)]


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("$send or filesize < 100", "without any of its strings"),
        ("not $send", "without any of its strings"),
        ("(#send + 1) * 2 > 3", "does not read"),
    ],
)
def test_a_rule_that_every_text_may_match_is_refused_unless_it_is_for_few_files(
    rules: Path, condition: str, why: str
) -> None:
    change(rules, "        $send\n}", f"        {condition}\n}}")
    found = [problem.message for problem in problems(rules) if "read every text" in problem.message]
    assert len(found) == 1
    assert why in found[0]
    change(rules, 'filetypes = "any"', 'filetypes = "pth start"')
    assert not [problem for problem in problems(rules) if "read every text" in problem.message]


def test_names_and_ids_are_taken_once(rules: Path) -> None:
    write_rule(rules, "sends_again", "MK-CHN-0001")
    (problem,) = problems(rules)
    assert "id MK-CHN-0001 is taken by sends_again" in problem.message
    other = rules / "channel" / "sends_more.yar"
    other.write_text((rules / RULE).read_text())
    assert any("has the name of a rule in" in problem.message for problem in problems(rules))


@pytest.mark.parametrize("kind", ["hit", "miss"])
def test_a_rule_needs_a_hit_and_a_miss(rules: Path, kind: str) -> None:
    for sample in (rules / "channel/samples/sends_away").glob(f"{kind}-*"):
        sample.unlink()
    (problem,) = problems(rules)
    assert problem.message == f"has no {kind} sample; add channel/samples/sends_away/{kind}-NAME.py"


def test_a_sample_of_no_rule_is_named(rules: Path) -> None:
    stray = rules / "channel" / "samples" / "send_away" / "hit-a.py"
    stray.parent.mkdir()
    stray.write_text(HIT)
    (problem,) = problems(rules)
    assert problem.path == str(stray)


@pytest.mark.parametrize(
    "address",
    [
        "https://files.collector-host.com/a",
        "http://8.8.8.8/x",
        "8.8.4.4",
        "ftp://user:word@collector-host.net/",
        "someone@collector-host.com",
        "collector-host.xyz",
        "wss://collector-host.dev:8443/socket",
    ],
)
def test_a_sample_with_a_real_address_is_not_inert(rules: Path, address: str) -> None:
    (rules / HIT_SAMPLE).write_text(f"# one\ncollector_send('{address}')\n")
    (problem,) = problems(rules)
    assert "sample is not inert" in problem.message
    assert (problem.path, problem.line) == (str(rules / HIT_SAMPLE), 2)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.invalid/a",
        "https://files.example.org/a?b=c",
        "http://203.0.113.9:8080/x",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost:8000/",
        "https://{host}/path",
        "someone@example.com",
        "1.2.3.4.5",
        "https://hooks.collector.com/{token}",
    ],
)
def test_reserved_addresses_are_inert(rules: Path, address: str) -> None:
    change(rules, '"collector_send" fullword', '"collector_send" fullword\n        $host = "hooks.collector.com"')
    change(rules, "        $send\n}", "        $send or $host\n}")
    (rules / HIT_SAMPLE).write_text(f"collector_send('{address}')\n")
    assert problems(rules) == ()


def test_an_address_inside_a_decoded_layer_is_found(rules: Path) -> None:
    # base64 of an inert probe: the address is nobody's, and outside the reserved ranges on purpose.
    import base64

    inner = base64.b64encode(b"collector_send('https://collector-host.com/x')\n").decode()
    (rules / HIT_SAMPLE).write_text(f"import base64\nexec(base64.b64decode('{inner}'))\n")
    assert any("collector-host.com" in problem.message and "layer" in problem.message for problem in problems(rules))


def test_what_yara_x_does_not_take_is_refused(rules: Path) -> None:
    change(rules, '"collector_send" fullword', "/collector_send{/")
    assert any("does not compile under yara-x" in problem.message for problem in problems(rules))


def test_the_cost_of_a_rule_is_counted_against_a_plain_search(rules: Path) -> None:
    text = b"x = 1\n" * 1000
    sources = read_rules(rules / RULE)

    def ticks() -> Iterator[float]:
        """A clock on which the plain search takes 1 and the rule 10; then all takes thrice as long, once the rule 6."""
        now = 0.0
        for plain, own in ((1, 10), (3, 30), (3, 6), *[(3, 30)] * AGAIN):
            yield now
            yield (now := now + plain)
            yield (now := now + own)

    clock = ticks()
    (cost,) = costs(sources, text, lambda: next(clock))
    # One slow reading is noise of the machine: the best of several is what the rule can do, beside searches as slow.
    assert cost.ratio == 2
    assert "m33rkat-never-here" in NEVER


def test_a_rule_that_costs_far_more_than_a_plain_search_is_above_its_budget(rules: Path) -> None:
    def clock_on_which_the_rule_takes(own: float) -> Callable[[], float]:
        steps = itertools.accumulate(itertools.cycle((0.0, 1.0, own)))
        return lambda: next(steps)

    sources = read_rules(rules / RULE)
    (problem,) = slow_rules(sources, clock=clock_on_which_the_rule_takes(COST_LIMIT * 2))
    assert "above its time budget" in problem.message
    assert not list(slow_rules(sources, clock=clock_on_which_the_rule_takes(COST_LIMIT / 2)))


def test_the_rules_that_ship_are_read_as_the_compiler_reads_them() -> None:
    import yara

    from scanner.ruleset import DEFAULT_RULES

    for path in sorted(DEFAULT_RULES.glob("**/*.yar")):
        own = {rule.name: rule for rule in read_rules(path)}
        for compiled in yara.compile(str(path)):
            rule = own[compiled.identifier]
            assert {key: value for key, (value, _) in rule.meta.items()} == {
                k: str(v) for k, v in compiled.meta.items()
            }
            declared = re.findall(r"^\s*(\$\w+)\s*=", path.read_text("utf-8"), re.MULTILINE)
            assert [string.name for string in rule.strings] == declared
