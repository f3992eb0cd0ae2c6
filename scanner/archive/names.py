"""Names of entries: how they are shown, which other names readers may give them, and what is wrong with them."""

import re
import unicodedata
from collections.abc import Iterator

__all__ = ["Names", "alternatives", "leads_outside", "shown"]

LONGEST_NAME = 4096
LONGEST_PART = 255  # characters: what file systems take
DEEPEST_NAME = 100
ORDINARY_NAME = DEEPEST_NAME  # bytes: none of these is too deep

# One pass decides that an ordinary name needs no further look. It takes its time for every byte, so longer names, of
# which an archive may have a hundred thousand, do without. Each alternative but the first, which is for
# the name's start, begins with a character that is rare in names.
_DEVICE = rb"(?i:con|prn|aux|nul|com\d|lpt\d)(?:[./]|$)"
_ODD = re.compile(rb"^(?:$|/|" + _DEVICE + rb")|[^\x20-\x39\x3b-\x5b\x5d-\x7e]|[. ](?:/|$)|/" + _DEVICE)
_ABSOLUTE = re.compile(r"^(?:[/\\]|[A-Za-z]:)")
# C0, DEL, C1, zero-width and direction marks, line and paragraph separators, and the byte order mark.
_CONTROL = re.compile("[\x01-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)))
)


def shown(raw: bytes) -> str:
    """The raw name as text for people and links; what is not UTF-8, and every NUL, as a backslash escape.

    Of names beyond all reason, the start and the end.
    """
    if len(raw) > LONGEST_NAME:
        raw = raw[: LONGEST_NAME // 2] + b"..." + raw[-LONGEST_NAME // 2 :]
    return raw.decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def alternatives(raw: bytes) -> Iterator[bytes]:
    """The names other than ``raw`` under which an installer may write an entry: zipfile and C readers cut at a NUL."""
    if b"\0" in raw and not raw.startswith(b"\0"):
        yield raw.partition(b"\0")[0]


def leads_outside(raw: bytes, target: bytes) -> bool:
    """Whether a link called ``raw`` leads out of the archive: to an absolute path, or up over its root."""
    name = shown(target)
    if _ABSOLUTE.search(name):
        return True
    way = re.split(r"[/\\]", name)
    depth = raw.strip(b"/").count(b"/")
    for step in way:
        depth += {"..": -1, ".": 0, "": 0}.get(step, 1)
        if depth < 0:
            return True
    return False


class Names:
    """The names of one archive so far."""

    def __init__(self) -> None:
        self._raw: set[bytes] = set()
        self._folded: dict[str | bytes, bytes] = {}

    def problems(self, raw: bytes) -> Iterator[tuple[str, str]]:
        """Anomaly kind and detail for each thing that is odd about this name, alone or beside the earlier ones."""
        if len(raw) > LONGEST_NAME:  # names of a megabyte are neither looked through nor kept for comparison
            yield "name-long", f"{len(raw):,} bytes"
            return
        if len(raw) > ORDINARY_NAME or _ODD.search(raw):
            yield from _alone(raw)
        if raw in self._raw:
            yield "name-duplicate", ""
            return
        self._raw.add(raw)
        folded = raw.lower() if raw.isascii() else "/".join(map(_composed, shown(raw).split("/"))).casefold()
        other = self._folded.setdefault(folded if isinstance(folded, str) else folded.decode(), raw)
        if other != raw:
            yield "name-collision", f"with {shown(other)}"


def _composed(part: str) -> str:
    """One folder's or file's name in normal form C, which takes time by the square of its accents in a row."""
    return unicodedata.normalize("NFC", part) if len(part) <= LONGEST_PART else part


def _alone(raw: bytes) -> Iterator[tuple[str, str]]:
    if not raw:
        yield "name-empty", ""
        return
    try:
        name = raw.decode()
    except UnicodeDecodeError as error:
        yield "name-not-utf8", str(error)
        name = raw.decode("latin-1")
    if "\0" in name:
        yield "name-nul", f"read as {shown(raw.partition(bytes(1))[0])} by some"
    if not name.isprintable() and _CONTROL.search(name) and raw.isascii() | _is_utf8(raw):
        yield "name-control", ascii(name)
    parts = name.split("/")
    if ".." in (name.replace("\\", "/").split("/") if "\\" in name else parts):
        yield "name-traversal", ""
    if _ABSOLUTE.search(name):
        yield "name-absolute", ""
    if "\\" in name:
        yield "name-backslash", ""
    if len(parts) > DEEPEST_NAME + 1:
        yield "name-long", f"{len(raw):,} bytes, {len(parts) - 1:,} folders"
    elif any(map(_is_reserved, parts)):
        yield "name-reserved", ""


def _is_reserved(part: str) -> bool:
    """Whether a folder or file of this name is another one to Windows, or none."""
    if part.partition(".")[0].lower() in _DEVICES:
        return True
    bare = part.rstrip(". ")
    return bare != part and bool(bare or not part.strip(" "))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
