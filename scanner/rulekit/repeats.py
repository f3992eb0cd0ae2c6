"""Whether a regular expression of a rule makes libyara try every pair of lengths.

Two long repeats with nothing certain between them (``[^\\n]{0,120}\\n?[^\\n]{0,60}``) share a text in as many ways as
their bounds multiply: one such pattern is enough to take half a minute on a large program, and libyara's own time
limit is not asked inside of it. ``[^\\n]{0,120}(\\n[^\\n]{0,60})?`` says the same and tries each length once.
"""

import re
from re import _constants, _parser  # pyright: ignore[reportAttributeAccessIssue] # no public form has the tree
from typing import Any

from scanner.rule_source import StringSource

__all__ = ["doubled"]

sre: Any = _constants
# Lengths from which on a repeat counts as long: names and numbers have fewer, the rest of a line has more.
LONG = 48


def doubled(string: StringSource) -> str:
    """What is wrong with the string; empty when nothing is."""
    if string.kind != "regex":
        return ""
    try:
        found = _has_pair(list(_parser.parse(string.value, re.DOTALL)))
    except (re.error, OverflowError, RecursionError):
        return ""  # libyara's own syntax; its own warnings must do
    return (
        "has two long repeats with nothing certain between them; put fixed text between, or nest them" if found else ""
    )


def _has_pair(items: list[tuple[Any, Any]]) -> bool:
    open_repeat = False
    for kind, value in items:
        if kind is sre.SUBPATTERN:
            if _has_pair(list(value[-1])):
                return True
            open_repeat = False
        elif kind is sre.BRANCH:
            if any(_has_pair(list(branch)) for branch in value[1]):
                return True
            open_repeat = False
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            least, most, inner = value
            wide = len(inner) == 1 and inner[0][0] in (sre.IN, sre.NOT_LITERAL, sre.ANY) and most - least >= LONG
            if wide and open_repeat:
                return True
            open_repeat = wide or (open_repeat and least == 0)
        elif kind is not sre.AT:
            open_repeat = False
    return False
