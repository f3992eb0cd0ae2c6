"""Encoded literals in source that does not parse: found by regular expressions, decoded by their looks."""

import re
from collections.abc import Iterator
from typing import Final

from scanner.decode import blobs, steps

__all__ = ["literals"]

# A quoted literal, single-line or triple. Bounded repeats of simple classes: linear on any input.
_LITERAL: Final = re.compile(
    rb"(?:\"\"\"((?:[^\"\\]|\\.|\"(?!\"\")){40,})\"\"\"|'''((?:[^'\\]|\\.|'(?!'')){40,})'''|"
    rb"\"((?:[^\"\\\n]|\\.){40,})\"|'((?:[^'\\\n]|\\.){40,})')",
    re.DOTALL,
)
_NUMBERS: Final = re.compile(rb"[\[(]\s*(?:(?:0x)?[0-9a-fA-F]{1,4}\s*,\s*){24,}(?:0x)?[0-9a-fA-F]{0,4}\s*[\])]?")
_CHARS: Final = re.compile(rb"(?:chr\(\s*\d{1,7}\s*\)\s*\+?\s*){8,}")
MAX_FOUND: Final = 100


def literals(text: bytes) -> Iterator[tuple[int, tuple[str, ...], bytes]]:
    """Offset, steps and text of what could be decoded."""
    found = 0
    for match in _LITERAL.finditer(text):
        raw = next(group for group in match.groups() if group is not None)
        body = steps.escapes(raw) if b"\\" in raw else raw
        for way, out in blobs.unwrap(body):
            found += 1
            yield match.start(), way, out
        if body is not raw and blobs.looks_like_code(body):
            yield match.start(), ("escapes",), body
        if found > MAX_FOUND:
            return
    for match in _NUMBERS.finditer(text):
        for way, out in blobs.unwrap(match.group()):
            yield match.start(), way, out
    for match in _CHARS.finditer(text):
        codes = [int(number) for number in re.findall(rb"\d+", match.group())]
        out = "".join(chr(code) for code in codes if code < 0x110000).encode("utf-8", "replace")
        yield match.start(), ("chars",), out
