"""Whether a string of a rule gives libyara something to search for.

libyara finds candidates by short byte runs ("atoms") and tries the rest of the string only there. A string without a
run of about four rare bytes makes it try nearly everywhere; for plain strings it does not even warn.
"""

import re
from re import _constants, _parser  # pyright: ignore[reportAttributeAccessIssue] # no public form has the tree
from typing import Any, NamedTuple

from scanner.rule_source import StringSource

__all__ = ["weakness"]

sre: Any = _constants

# Plain strings are searched whole, and two or three bytes of text are everywhere.
SHORTEST_TEXT = 4
# A regular expression or hex string has context around its run, and libyara warns when its atoms are truly bad.
SHORTEST_RUN = 3
# A class of few characters is searched as its alternatives.
SMALL_CLASS = 8


class _Run(NamedTuple):
    """Longest run of fixed bytes that every match has: anywhere, at its start, at its end; ``solid``: it is all run."""

    best: int
    lead: int
    trail: int
    solid: bool


_NOTHING = _Run(0, 0, 0, False)
_EMPTY = _Run(0, 0, 0, True)


def weakness(string: StringSource) -> str:
    """Why a string is too weak to search for; empty when it is not."""
    if string.kind == "text":
        length = len(string.literal())
        return f"is {length} bytes long; take at least {SHORTEST_TEXT}" if length < SHORTEST_TEXT else ""
    if string.kind == "hex":
        run = _hex_run(string.value)
    else:
        try:
            run = _sequence(list(_parser.parse(string.value, re.DOTALL))).best
        except (re.error, OverflowError, RecursionError):
            return ""  # libyara's own syntax; its own warnings must do
    return f"has no run of {SHORTEST_RUN} fixed bytes; add fixed text around it" if run < SHORTEST_RUN else ""


def _hex_run(value: str) -> int:
    longest = run = 0
    for token in re.findall(r"~?[0-9A-Fa-f?]{2}|\[[^\]]*\]|[(|)]", re.sub(r"\s+", " ", value)):
        fixed = len(token) == 2 and "?" not in token
        # Bytes that text does not have are rare, and worth two.
        run = run + (1 if fixed and 0x20 <= int(token, 16) < 0x7F else 2) if fixed else 0
        longest = max(longest, run)
    return longest


def _sequence(items: list[tuple[Any, Any]]) -> _Run:
    whole = _EMPTY
    for item in items:
        part = _item(*item)
        whole = _Run(
            best=max(whole.best, part.best, whole.trail + part.lead),
            lead=whole.lead + part.lead if whole.solid else whole.lead,
            trail=whole.trail + part.trail if part.solid else part.trail,
            solid=whole.solid and part.solid,
        )
    return whole


def _item(kind: Any, value: Any) -> _Run:
    if kind is sre.LITERAL:
        weight = 1 if 0x20 <= value < 0x7F or value in b"\t\n\r" else 2
        return _Run(weight, weight, weight, True)
    if kind is sre.IN:
        literals = [item for item in value if item[0] is sre.LITERAL]
        return _item(*literals[0]) if len(literals) == len(value) <= SMALL_CLASS else _NOTHING
    if kind is sre.AT:
        return _EMPTY
    if kind is sre.SUBPATTERN:
        return _sequence(list(value[-1]))
    if kind is sre.BRANCH:
        branches = [_sequence(list(branch)) for branch in value[1]]
        return _Run(
            min(run.best for run in branches),
            min(run.lead for run in branches),
            min(run.trail for run in branches),
            all(run.solid for run in branches),
        )
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, inner = value
        return _repeated(_sequence(list(inner)), least, most)
    return _NOTHING


def _repeated(run: _Run, least: int, most: int) -> _Run:
    if least == 0:
        return _NOTHING
    if run.solid:
        return _Run(run.best * least, run.lead * least, run.trail * least, least == most)
    joined = run.trail + run.lead if least > 1 else 0
    return _Run(max(run.best, joined), run.lead, run.trail, False)
