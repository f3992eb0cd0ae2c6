"""Data that names what there is: hosts one a line, signatures of others. What it names, nothing here does."""

import re
from typing import Final

from scanner.member import Layer

__all__ = ["in_listing"]

# One host on a line of its own, as lists of them write it: for a resolver, for a proxy, in an array.
_HOST: Final = re.compile(
    rb"[\s\"'*|@.-]*(?:(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+|address=/|domain:)?(?:[\w*-]+\.)+[A-Za-z][\w-]+[\s\"'^$,;/]*"
)
_AROUND: Final = 20  # lines before a match and behind it, among them
_OTHERS: Final = 2  # that are none: headings, remarks
_LONGEST_LINE: Final = 300  # bytes: names end at 253
_SIGNATURES: Final = (".yar", ".yara")
_MANY: Final = 5  # rules of whoever collects them, in a file of whatever kind
_LONGEST_RULE: Final = 16 * 1024  # bytes of its strings, or of what is said of it


def in_listing(layer: Layer, start: int, end: int) -> bool:
    """Whether a match is in data that only lists: among YARA rules, or a host among hosts, one a line."""
    if layer.is_code or layer.path:
        return False
    return _is_of_rule(layer, start, end) or _is_among_hosts(layer, start, end)


def _is_of_rule(layer: Layer, start: int, end: int) -> bool:
    """Whether a match is what a rule looks for, or what is said of it."""
    data = layer.data
    before = data[max(0, start - _LONGEST_RULE) : start]
    begins = max(before.rfind(b"strings:"), before.rfind(b"meta:"))
    if begins == -1 or b"condition:" in before[begins:] or b"condition:" not in data[end : end + _LONGEST_RULE]:
        return False
    return layer.member.name.lower().endswith(_SIGNATURES) or data.count(b"condition:") >= _MANY


def _is_among_hosts(layer: Layer, start: int, end: int) -> bool:
    if layer.data.find(b"\n", start, end) != -1:
        return False
    reach = _AROUND * _LONGEST_LINE
    before, behind = layer.data[max(0, start - reach) : start].split(b"\n"), layer.data[end : end + reach].split(b"\n")
    own = before.pop() + layer.data[start:end] + behind.pop(0)
    around = [line for line in (*before[-_AROUND:], *behind[:_AROUND]) if line.strip()]
    return len(around) >= _AROUND and _is_host(own) and sum(not _is_host(line) for line in around) <= _OTHERS


def _is_host(line: bytes) -> bool:
    return len(line) <= _LONGEST_LINE and _HOST.fullmatch(line) is not None
