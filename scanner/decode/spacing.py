"""Code that is pulled apart where nobody puts blanks, ``exec  (x)`` or ``os . system``, as everybody writes it.

To Python it is all one; rules and gates look for calls as they are written.
"""

import keyword
import re
from typing import Final

from scanner.decode.places import QUOTED
from scanner.search import OF_CODE

__all__ = ["APART", "respaced"]

LARGEST: Final = 1024 * 1024  # bytes of a text
# What runs or decodes a text. Before other names' brackets one blank is a matter of taste.
_LOUD: Final = (
    "exec eval compile execfile chr ord bytearray getattr __import__ import_module globals vars locals decompress "
    "b64decode fromhex unhexlify loads Popen popen urlopen system"
)
_LOUD_NAMES: Final = frozenset(_LOUD.encode().split())
_KEYWORDS: Final = frozenset(word.encode() for word in (*keyword.kwlist, "print"))
DOT: Final = ord(".")
# Most texts hold nothing of the kind.
APART: Final = OF_CODE.add(
    {
        "blanks": (rb"\w[ \t\f]*(?:[ \t\f][ \t\f]|[\t\f])[(\[]",),
        "lines": (rb"\w[ \t\f]*\\\r?\n[ \t\f\r\n\\]*[(\[]", rb"\)[ \t\f]*\\\r?\n[ \t\f\r\n\\]*[(\[]"),
        "names": (rb"\b(?:" + _LOUD.replace(" ", "|").encode() + rb") \(",),
        "dots": (
            rb"\w[ \t\f]+\.[ \t\f]*[a-z_]\w*[ \t\f]*\(",
            rb"\w\.[ \t\f]+[a-z_]\w*[ \t\f]*\(",
            rb"\w[ \t\f]*\\\r?\n[ \t\f]*\.[ \t\f\\]",
        ),
    }
)
_BLANK: Final = rb"(?:[ \t\f]|\\\r?\n)"
_PARTS: Final = re.compile(
    QUOTED.pattern
    + rb"|(?<=[\w)\]}'\"])(?P<gap>"
    + _BLANK
    + rb"++)(?=[(\[]|\.(?!\d))"
    + rb"|(?<=\.)(?P<after>"
    + _BLANK
    + rb"++)(?=[^\W\d])"
    + rb"|(?<=[(\[{])(?P<inner>[ \t\f]++)"
    + rb"|(?P<joined>\\\r?\n[ \t\f]*+)",
    re.DOTALL,
)
_NAME: Final = re.compile(rb"[^\W\d]\w*$")
_LONGEST_NAME: Final = 80


def respaced(data: bytes) -> tuple[bytes, list[int]] | None:
    """The text as everybody writes it, and the line of ``data`` for each of its lines; None where it is that already.

    Literals and comments stay as they are. Where they cannot be told, what comes out may be no program; the text as it
    was is looked at in any case.
    """
    if len(data) > LARGEST or not APART.found(QUOTED.sub(b"''", data)):  # prose is full of what looks like it
        return None
    out: list[bytes] = []
    lines = [1]
    at, line = 0, 1
    is_apart = False
    for part in _PARTS.finditer(data):
        start, end = part.span()
        kind, gap = part.lastgroup, part[0]
        if kind is None:
            continue
        if kind == "after" and at != start - 1 and data[start - 2 : start - 1] in (b" ", b"."):  # from . import
            continue
        if kind == "after":
            is_apart = is_apart or b"\\" not in gap
        elif kind == "gap":
            before = data[max(0, start - _LONGEST_NAME) : start]
            name = _NAME.search(before)
            if name[0] in _KEYWORDS if name else before[-1:].isdigit():
                continue
            is_method = data[end] == DOT
            is_chain = is_method and b"\\" in gap  # of methods, a line each
            is_taste = not is_method and gap == b" " and (name is None or name[0] not in _LOUD_NAMES)
            is_apart = is_apart or not (is_chain or is_taste)
        kept = data[at:start]
        out += (kept, b" ") if kind == "joined" else (kept,)
        lines.extend(range(line + 1, line + kept.count(b"\n") + 1))
        line += kept.count(b"\n") + gap.count(b"\n")
        at = end
    if not is_apart:
        return None
    out.append(data[at:])
    lines.extend(range(line + 1, line + out[-1].count(b"\n") + 1))
    return b"".join(out), lines
