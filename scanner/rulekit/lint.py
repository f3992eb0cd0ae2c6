"""Meta, names and strings of rules: what a reader, the score and the searcher need of them."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from scanner.report import Scope
from scanner.rule_source import RuleSource
from scanner.rulekit.atoms import weakness
from scanner.rulekit.needs import needs_nothing
from scanner.rulekit.problem import Problem
from scanner.rulekit.repeats import doubled
from scanner.ruleset import REQUIRED_META

__all__ = ["lint"]

# One line of a card, and enough to act on.
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION, FEWEST_WORDS = 20, 160, 4
# Log-odds: beyond these one rule would decide alone, whatever else was found.
LEAST_POINTS, MOST_POINTS = 0.0, 10.0

_ID = re.compile(r"[A-Z]{2,5}(-[A-Z]{2,5})?-\d{4}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ATTACK = re.compile(r"T\d{4}(\.\d{3})?")
_SUFFIX = re.compile(r"[a-z0-9_]+")
_VAGUE = re.compile(
    r"^(detects?|finds?|matches|suspicious|malicious|rule|yara|todo|tbd|fixme)\b\W*\w*\W*$", re.IGNORECASE
)


def lint(rules: list[RuleSource], root: Path) -> Iterator[Problem]:
    """Problems of all rules, each by itself and beside the others."""
    ids: dict[str, RuleSource] = {}
    names: dict[str, RuleSource] = {}
    files: dict[Path, str] = {}
    for rule in rules:
        yield from _strings(rule)
        other = names.setdefault(rule.name, rule)
        if other is not rule and not (rule.private and other.private):
            yield Problem.of(rule.path, rule.line, rule.name, f"has the name of a rule in {other.path}; rename one")
        if rule.private:
            continue
        if rule.path in files:
            yield Problem.of(rule.path, rule.line, rule.name, f"shares its file with {files[rule.path]}; one rule each")
        files.setdefault(rule.path, rule.name)
        if _for_any_file(rule) and (why := needs_nothing(rule)):
            yield Problem.of(rule.path, rule.line, rule.name, f"libyara would read every text for it: {why}")
        for key, message in _meta(rule, root):
            yield Problem.of(rule.path, rule.line_of(key), rule.name, message)
        identity = rule.meta.get("id", ("", 0))[0]
        if identity in ids:
            yield Problem.of(
                rule.path,
                rule.line_of("id"),
                rule.name,
                f"id {identity} is taken by {ids[identity].name}; take a free one",
            )
        elif identity:
            ids[identity] = rule


def _strings(rule: RuleSource) -> Iterator[Problem]:
    for string in rule.strings:
        if why := weakness(string):
            yield Problem.of(rule.path, string.line, rule.name, f"short atom: {string.name} {why}")
        if why := doubled(string):
            yield Problem.of(rule.path, string.line, rule.name, f"slow repeats: {string.name} {why}")


def _for_any_file(rule: RuleSource) -> bool:
    return "any" in rule.meta.get("filetypes", ("any", 0))[0].split()


def _meta(rule: RuleSource, root: Path) -> Iterator[tuple[str, str]]:
    """Key and message for each meta value that is missing or bad."""
    missing = [key for key in REQUIRED_META if key not in rule.meta]
    if missing:
        yield "", f"has no meta {', '.join(missing)}"
    value = {key: text for key, (text, _) in rule.meta.items()}
    for key in REQUIRED_META:
        if key in value and not value[key].strip():
            yield key, f"{key} is empty"
    if not _NAME.fullmatch(rule.name):
        yield "", "its name is not lower_case_words"
    if rule.path.stem != rule.name:
        yield "", f"its file is called {rule.path.name}; call it {rule.name}.yar"
    folder = rule.path.parent.relative_to(root).as_posix()
    checks = {
        "id": (_ID.fullmatch(value.get("id", "")), "is not of the form MK-ABC-0001"),
        "behaviour": (value.get("behaviour") == folder, f'is not the name of its folder, "{folder}"'),
        "points": (_points_fit(value.get("points", "")), f"is not a number from {LEAST_POINTS:g} to {MOST_POINTS:g}"),
        "scope": (_scope_fits(value.get("scope", "")), f"is not any, or some of {', '.join(Scope)}"),
        "filetypes": (_suffixes_fit(value.get("filetypes", "")), "is not any, or suffixes without dots"),
        "attack": (
            all(_ATTACK.fullmatch(word) for word in value.get("attack", "").split()),
            "is not an ATT&CK technique such as T1059.006",
        ),
        "reference": (re.match(r"https?://\S+$", value.get("reference", "")), "is not one web address"),
        "date": (_is_date(value.get("date", "")), "is not a day such as 2026-01-31"),
        "status": (value.get("status") in ("shadow", "stable"), "is not shadow or stable"),
    }
    for key, (fits, message) in checks.items():
        if value.get(key, "").strip() and not fits:
            yield key, f'{key} "{value[key]}" {message}'
    if (description := value.get("description", "")).strip() and (why := _useless(description, rule.name)):
        yield "description", f"description {why}"


def _useless(description: str, name: str) -> str:
    """Why a description is not one line that a triager can act on; empty when it is."""
    if "\\n" in description or "\n" in description:
        return "has more than one line"
    if len(description) > LONGEST_DESCRIPTION:
        return f"has {len(description)} characters; a card has room for {LONGEST_DESCRIPTION}"
    words = re.findall(r"\w+", description)
    if len(description) < SHORTEST_DESCRIPTION or len(words) < FEWEST_WORDS or _VAGUE.match(description):
        return "says too little: what does the code do, and why is that a bad sign?"
    if "_".join(words).lower() == name:
        return "only repeats the name"
    return ""


def _points_fit(text: str) -> bool:
    try:
        return LEAST_POINTS <= float(text) <= MOST_POINTS
    except ValueError:
        return False


def _scope_fits(text: str) -> bool:
    words = text.split()
    return words == ["any"] or (bool(words) and "any" not in words and set(words) <= set(Scope))


def _suffixes_fit(text: str) -> bool:
    words = text.split()
    return words == ["any"] or (bool(words) and "any" not in words and all(_SUFFIX.fullmatch(word) for word in words))


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10
