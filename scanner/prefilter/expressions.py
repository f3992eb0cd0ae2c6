"""Strings of YARA rules as Hyperscan patterns that match wherever the string does, and hardly elsewhere."""

import re
from re import _constants, _parser  # pyright: ignore[reportAttributeAccessIssue] # no public form has the tree
from typing import Any, NamedTuple

from scanner.rule_source import StringSource

__all__ = ["Expression", "expression_of"]

sre: Any = _constants

# Repeats beyond this become endless: a counted repeat costs compile time for every count, and a text that has the
# rest of the string without a hundred characters too many between its ends is rare.
LONGEST_REPEAT = 64
# Modifiers under which the bytes of the text are not those of the string.
_OTHER_BYTES = frozenset({"xor", "base64", "base64wide"})
_CATEGORIES = {
    sre.CATEGORY_DIGIT: "0-9",
    sre.CATEGORY_NOT_DIGIT: r"\x00-\x2f\x3a-\xff",
    sre.CATEGORY_SPACE: r"\x09-\x0d\x20",
    sre.CATEGORY_NOT_SPACE: r"\x00-\x08\x0e-\x1f\x21-\xff",
    sre.CATEGORY_WORD: "0-9A-Za-z_",
    sre.CATEGORY_NOT_WORD: r"\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\xff",
}
_HEX_TOKEN = re.compile(
    r"\s+|//[^\n]*|/\*.*?\*/|(?P<byte>[0-9A-Fa-f]{2})|(?P<any>~?[0-9A-Fa-f?]{2})|"
    r"(?P<jump>\[[^\]]*\])|(?P<sign>[(|)])",
    re.DOTALL,
)


class Expression(NamedTuple):
    """A Hyperscan pattern over bytes, to be compiled so that a dot matches everything."""

    pattern: str
    nocase: bool


def expression_of(string: StringSource) -> Expression | None:
    """The pattern for a string; None where there is none, and the string may be anywhere.

    Wherever libyara matches the string, the pattern matches. It may match elsewhere: word boundaries, the end of the
    text and long repeats are told less exactly.
    """
    if string.modifiers & _OTHER_BYTES:
        return None
    pattern: str | None
    if string.kind == "text":
        pattern = _text(string)
    elif "wide" in string.modifiers:
        return None
    else:
        pattern = _hex(string.value) if string.kind == "hex" else _regex(string.value)
    return Expression(pattern, "nocase" in string.modifiers) if pattern else None


def _text(string: StringSource) -> str:
    text = string.literal()
    narrow = "".join(_byte(code) for code in text)
    if "wide" not in string.modifiers:
        return narrow
    wide = "".join(_byte(code) + _byte(0) for code in text)
    return f"(?:{narrow}|{wide})" if "ascii" in string.modifiers else wide


def _hex(value: str) -> str | None:
    pattern: list[str] = []
    at = 0
    while at < len(value):
        token = _HEX_TOKEN.match(value, at)
        if token is None:
            return None
        at = token.end()
        if token["byte"]:
            pattern.append(_byte(int(token["byte"], 16)))
        elif token["any"]:
            pattern.append(".")
        elif token["jump"]:
            pattern.append(".*")
        elif token["sign"]:
            pattern.append("(?:" if token["sign"] == "(" else token["sign"])
    return "".join(pattern)


def _regex(value: str) -> str | None:
    # libyara reads a pattern byte by byte, also where its author wrote one character.
    try:
        tree = _parser.parse(value.encode().decode("latin-1"))
        return _sequence(list(tree))
    except (re.error, OverflowError, RecursionError, KeyError):
        return None


def _sequence(items: list[tuple[Any, Any]]) -> str:
    return "".join(_item(*item) for item in items)


def _item(kind: Any, value: Any) -> str:
    """Raises KeyError for what is not in libyara's language."""
    if kind is sre.LITERAL:
        return _byte(value)
    if kind is sre.NOT_LITERAL:
        return f"[^{_byte(value)}]"
    if kind is sre.ANY:
        return "."
    if kind is sre.IN:
        negated = "^" if value[0][0] is sre.NEGATE else ""
        return f"[{negated}{''.join(_in_class(*part) for part in value[len(negated) :])}]"
    if kind is sre.AT:
        return "^" if value is sre.AT_BEGINNING else ""
    if kind is sre.SUBPATTERN:
        return f"(?:{_sequence(list(value[-1]))})"
    if kind is sre.BRANCH:
        return f"(?:{'|'.join(_sequence(list(branch)) for branch in value[1])})"
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, inner = value
        return f"(?:{_sequence(list(inner))}){_repeat(least, most)}"
    raise KeyError(kind)


def _in_class(kind: Any, value: Any) -> str:
    if kind is sre.LITERAL:
        return _byte(value)
    if kind is sre.RANGE:
        return f"{_byte(value[0])}-{_byte(value[1])}"
    return _CATEGORIES[value]


def _repeat(least: int, most: Any) -> str:
    if most is not sre.MAXREPEAT and most <= LONGEST_REPEAT:
        return f"{{{least},{most}}}"
    return f"{{{min(least, LONGEST_REPEAT)},}}"


def _byte(code: int) -> str:
    return f"\\x{code:02x}"
