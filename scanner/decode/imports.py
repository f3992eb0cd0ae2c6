"""Import statements of a text, whether or not it parses: from what, and what, under which names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["BLANK", "Statement", "statements"]

BLANK: Final = rb"[ \t\\\r\n]"
# It begins with a plain word, which re finds at memchr's speed; what stands before it is looked at for each.
_IMPORT: Final = re.compile(
    rb"import\b" + BLANK + rb"*+(?:\((?P<several>[^()]{1,4000})\)|(?P<names>(?:[^\n;#\\(]|\\\r?\n){1,2000}))"
)
_FROM: Final = re.compile(rb"from" + BLANK + rb"++(\.*+[\w.]*+)" + BLANK + rb"*+")
_COMMENT: Final = re.compile(rb"#[^\n]*")
_SEAM: Final = re.compile(rb"['\"]\s*+\+\s*+['\"]")  # of literals that are put together
BEFORE: Final = 200  # bytes before the word, where the package may stand


@dataclass(frozen=True, slots=True)
class Statement:
    """``base`` stands behind ``from``, dots and all, and is empty without; ``names`` are as written, commas and all."""

    start: int  # offsets in the text
    end: int
    base: bytes
    names: bytes

    def pairs(self) -> Iterator[tuple[bytes, bytes]]:
        """Each name with the one that it gets: what stands behind ``as``, or itself."""
        for part in self.names.replace(b"\\", b" ").split(b","):
            words = part.split()
            if words:
                yield words[0], words[2] if len(words) == 3 and words[1] == b"as" else words[0]


def statements(data: bytes) -> Iterator[Statement]:
    """Import statements, in order, and what looks like one in prose."""
    for found in _IMPORT.finditer(data):
        before = data[max(0, found.start() - BEFORE) : found.start()]
        at = before.rfind(b"from")
        package = _FROM.fullmatch(before, at) if at != -1 else None
        several = found["several"]
        yield Statement(
            start=found.start() if package is None else found.start() - len(before) + at,
            end=found.end(),
            base=b"" if package is None else package[1],
            names=found["names"] if several is None else _COMMENT.sub(b"", several),
        )


def joined(data: bytes) -> bytes:
    """A text in which a name that is put together of literals, as calls that import have one, is one of them."""
    return _SEAM.sub(b"", data)
