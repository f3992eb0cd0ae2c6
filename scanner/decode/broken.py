"""Encoded literals in source that does not parse: found by regular expressions, decoded by their looks."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from scanner.decode import blobs, steps

__all__ = ["literals"]

LONG: Final = 40  # characters of a literal that may hold something
_QUOTE: Final = re.compile(rb"\"\"\"|'''|\"|'")
# What follows each quote up to the next of its kind, the end of the line or that of the text: nothing is read twice.
_BODIES: Final = {
    quote: re.compile(body, re.DOTALL)
    for quote, body in (
        (b'"""', rb"(?:[^\"\\]++|\\.|\"(?!\"\"))*+"),
        (b"'''", rb"(?:[^'\\]++|\\.|'(?!''))*+"),
        (b'"', rb"(?:[^\"\\\n]++|\\.)*+"),
        (b"'", rb"(?:[^'\\\n]++|\\.)*+"),
    )
}
_NUMBERS: Final = re.compile(rb"[\[(]\s*(?:(?:0x)?[0-9a-fA-F]{1,4}+\s*+,\s*+){24,}(?:0x)?[0-9a-fA-F]{0,4}\s*+[\])]?")
_CHARS: Final = re.compile(rb"(?:chr\(\s*+\d{1,7}+\s*+\)\s*+\+?+\s*+){8,}")


def _quoted(text: bytes) -> Iterator[tuple[int, bytes]]:
    """Long quoted literals, single-line and triple: where each begins, and what is in it."""
    at = 0
    open_until = dict.fromkeys(_BODIES, 0)  # up to here a quote of this kind has no other that closes it
    while (found := _QUOTE.search(text, at)) is not None:
        quote, start = found.group(), found.start()
        if start >= open_until[quote]:
            body = _BODIES[quote].match(text, found.end())
            end = body.end() if body is not None else start
            if not text.startswith(quote, end):
                open_until[quote] = end
            elif end - found.end() >= LONG:
                yield start, text[found.end() : end]
                at = end + len(quote)
                continue
        at = start + 1  # a short one may have been an apostrophe, and what closes it the start of another


def literals(text: bytes, pay: Callable[[int], None] | None = None) -> Iterator[tuple[int, tuple[str, ...], bytes]]:
    """Offset, steps and text of what could be decoded; ``pay`` is that of ``blobs.unwrap``."""
    for start, raw in _quoted(text):
        body = steps.escapes(raw) if b"\\" in raw else raw
        for way, out in blobs.unwrap(body, pay):
            yield start, way, out
        if body is not raw and blobs.looks_like_code(body):
            yield start, ("escapes",), body
    for match in _NUMBERS.finditer(text):
        for way, out in blobs.unwrap(match.group(), pay):
            yield match.start(), way, out
    for match in _CHARS.finditer(text):
        codes = [int(number) for number in re.findall(rb"\d+", match.group())]
        out = "".join(chr(code) for code in codes if code < 0x110000).encode("utf-8", "replace")
        yield match.start(), ("chars",), out
