"""Everything that ``meerkat rules check`` refuses a set for, in one list."""

from pathlib import Path

import msgspec

from scanner.rule_source import RuleSource, read_rules, rule_files
from scanner.rulekit.compilers import libyara_problems, yara_x_problems
from scanner.rulekit.lint import lint
from scanner.rulekit.problem import Problem
from scanner.rulekit.samples import sample_problems
from scanner.rulekit.timing import slow_rules
from scanner.ruleset import RuleSetError, load_rules

__all__ = ["CheckResult", "NoRulesError", "check_rules", "sources_below"]


class NoRulesError(Exception):
    """There is nothing to check."""


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """``yara_x`` is False where yara-x is not installed, so that nobody takes its silence for consent."""

    problems: tuple[Problem, ...]
    rules: int
    files: int
    yara_x: bool


def sources_below(root: Path) -> tuple[list[Path], list[RuleSource]]:
    """Every rule file below a folder and the rules in them; NoRulesError where there is none."""
    files = rule_files(root)
    if not files:
        raise NoRulesError(f"{root}: no *.yar file below this folder; give the folder of the rules with --rules")
    return files, [rule for path in files for rule in read_rules(path)]


def check_rules(root: Path, *, timing: bool = True) -> CheckResult:
    """All problems of the set below ``root``, in order of file and line."""
    files, rules = sources_below(root)
    read = {rule.path for rule in rules}
    problems = [Problem.of(path, 0, "", "holds no rule that could be read") for path in files if path not in read]
    problems += libyara_problems(files, rules)
    problems += lint(rules, root)
    problems += sample_problems(rules, root)
    by_yara_x = yara_x_problems(rules)
    problems += by_yara_x or ()
    if timing:
        problems += slow_rules(rules)
    if not problems:
        problems += _loading(root)
    return CheckResult(
        problems=tuple(sorted(set(problems))),
        rules=sum(not rule.private for rule in rules),
        files=len(files),
        yara_x=by_yara_x is not None,
    )


def _loading(root: Path) -> list[Problem]:
    """What keeps a set of good rules from loading: its table of points, for one."""
    try:
        load_rules(root)
    except RuleSetError as error:
        return [Problem.of(root, 0, "", f"does not load: {problem}") for problem in error.problems]
    return []
