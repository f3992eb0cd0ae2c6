"""The extended headers of tar, pax and GNU, and what all headers of one entry say together.

Where several of them say the same thing differently, readers choose differently: Python's tarfile takes the first
header, and in one pax header the last record; others take the last header, or pax before GNU. So everything that any
header says is kept, in the order in which tarfile would choose.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from scanner.archive.tar_headers import Header

__all__ = [
    "MOST_PIECES",
    "MOST_READINGS",
    "RECORD_COST",
    "Pairs",
    "Pax",
    "Said",
    "long_name",
    "pairs_of",
    "parse_pax",
]

Pairs = tuple[tuple[int, int], ...]  # offset and length of the pieces of a sparse file

# Keys of POSIX, GNU tar, star, libarchive, bsdtar on macOS and SELinux; others are nobody's.
KNOWN_KEYS = re.compile(
    r"path|linkpath|size|uid|gid|uname|gname|[amc]time|comment|charset|hdrcharset|GNU\..+|SCHILY\..+|LIBARCHIVE\..+|RHT\..+"
    r"|APPLE\..+|MSWINDOWS\..+|SUN\..+|realtime\..+|security\..+|VENDOR\.golang\..+"
)
SPARSE_SIZES = ("GNU.sparse.realsize", "GNU.sparse.size")
SPARSE_MAP = "GNU.sparse.map"
SPARSE_KEYS = (*SPARSE_SIZES, SPARSE_MAP, *(f"GNU.sparse.{key}" for key in ("major", "minor", "numblocks")))
NAMES = ("path", "GNU.sparse.name")
USED_KEYS = frozenset((*NAMES, "linkpath", "size", *SPARSE_KEYS))
LONG_VALUE = 512

# An entry of an honest archive has one name and one size, or two where one is shortened for the plain header.
MOST_READINGS = 16
MOST_RECORDS = 100_000
# Counted as bytes of output for each: a record takes as long as so many bytes that are only passed on.
RECORD_COST = 256
LONGEST_KEY = 256
MOST_OVERLAPS = 100
MOST_PIECES = 100_000
LARGEST_SIZE = 1 << 62
FEW = 5
PLAIN_LENGTH = 20  # digits of a record's length, for Python since 3.13
NEWLINE = ord("\n")
# Writers shorten a name only when it does not fit into the 100 bytes of the plain header.
SHORTENED_FROM = 90

_HEAD = re.compile(rb"(\d{1,4300}) ")  # Python makes no number of more digits
_REPLACED = re.compile(rb"[?\x80-\xff]+")
_SPARSE_FOLDER = re.compile(rb"(?:^|(?<=/))GNUSparseFile\.\d+/")


class Pax(NamedTuple):
    """What one extended header says, as any reader takes it.

    ``records`` are those that say something of the entry's name, target, size or map, in order, ``offsets`` is the
    sparse map of format 0.0, whose keys repeat, and ``sparse_map`` that of format 0.1. ``fault`` says what the format
    does not allow, ``strange`` are keys of no known tool, ``large`` tells of a value too long for what it should say,
    ``cut`` of more records than are kept. ``parsed`` is the number of records that were read.
    """

    records: tuple[tuple[str, bytes], ...] = ()
    offsets: Pairs = ()
    fault: str = ""
    strange: tuple[str, ...] = ()
    large: bool = False
    cut: bool = False
    parsed: int = 0
    sparse_map: Pairs = ()

    @property
    def cost(self) -> int:
        """What to count for reading it."""
        return RECORD_COST * (self.parsed + len(self.sparse_map))

    def only(self, key: str) -> "Pax":
        """What it says of this key alone."""
        records = tuple(record for record in self.records if record[0] == key)
        return Pax(records, sparse_map=self.sparse_map if key == SPARSE_MAP else ())

    def values(self, keys: Iterable[str]) -> Iterator[bytes]:
        """What the records of these keys say, the last first."""
        return (value for key, value in reversed(self.records) if key in keys)


def long_name(bodies: Iterable[bytes], key: str) -> Pax:
    """A GNU long name (``key`` is ``path``) or long link (``linkpath``), as if pax had said it."""
    return Pax(tuple(dict.fromkeys((key, body.partition(b"\0")[0]) for body in bodies)))


def parse_pax(bodies: Iterable[bytes]) -> Pax:
    """What an extended header says by each of the ``bodies`` that readers take for its content."""
    records: list[tuple[str, bytes]] = []
    kept: dict[str, int] = {}
    strange: dict[str, None] = {}
    offsets: list[tuple[int, int]] = []
    count, start, fault, large, cut = 0, 0, "", False, False
    for body in bodies:
        offsets.clear()
        for key, value, wrong in _records(body):
            count += 1
            fault = fault or wrong
            if count > MOST_RECORDS:
                cut = True
                break
            if key in USED_KEYS:
                records.append((key, value))
                kept[key] = kept.get(key, 0) + 1
                if kept[key] > MOST_READINGS:  # the later ones count
                    records.remove(next(record for record in records if record[0] == key))
                    cut = True
            elif key == "GNU.sparse.offset":
                start = _integer(value)
            elif key == "GNU.sparse.numbytes":
                offsets.append((start, _integer(value)))
            elif key and len(strange) < FEW and not KNOWN_KEYS.fullmatch(key):
                strange[key] = None
            large = large or (len(value) > LONG_VALUE and "path" not in key)
    pieces = dict(records).get(SPARSE_MAP, b"")
    sparse_map = pairs_of(pieces.split(b",", 2 * MOST_PIECES)) if pieces else ()
    return Pax(tuple(records), tuple(offsets), fault, tuple(strange), large, cut, count, sparse_map)


def pairs_of(numbers: list[bytes]) -> Pairs:
    """The pieces that a sparse map of these numbers names; none where they are too many, or no numbers."""
    if len(numbers) > 2 * MOST_PIECES or not all(text.isdigit() and len(text) < 20 for text in numbers):
        return ()
    values = [int(text) for text in numbers]
    return tuple(zip(values[::2], values[1::2], strict=False))


def _records(body: bytes) -> Iterator[tuple[str, bytes, str]]:
    """Key, value and fault of each record ``length key=value newline``, as Python up to 3.12 takes them.

    Those versions look neither for the newline nor for whether a length fits; what they take and the format does not
    allow is given all the same. Others stop or give up there.
    """
    at, overlaps = 0, 0
    while at < len(body) and body[at]:
        head = _HEAD.match(body, at)
        length = int(head[1]) if head else 0
        if head is None or not length:
            yield "", b"", f"no record at byte {at}"
            return
        end, key_at = at + length, head.end()
        equals = body.find(b"=", key_at, max(min(end, len(body)), key_at + LONGEST_KEY))
        overlaps += end <= equals  # the next record is inside this one's key
        if equals <= key_at or overlaps > MOST_OVERLAPS:
            yield "", b"", f"no key and value at byte {at}"
            return
        key, value = body[key_at:equals].decode("utf-8", "backslashreplace"), body[equals + 1 : end - 1]
        fault = ""
        if len(head[1]) > PLAIN_LENGTH or end > len(body) or end <= equals + 1 or body[end - 1] != NEWLINE:
            fault = f"no whole record at byte {at}"
        elif key == "size" and not value.isdigit():
            fault = f"size is {value[:20]!a}"
        yield key, value, fault
        at = end


def _integer(value: bytes) -> int:
    """A number as Python reads one from text, which takes more than digits; 0 for what it does not take."""
    try:
        return min(LARGEST_SIZE, max(0, int(value.decode("utf-8", "surrogateescape"))))
    except ValueError:
        return 0


@dataclass(frozen=True)
class Said:
    """What the extended headers of an entry say: those before it in order, then all global ones as one."""

    headers: tuple[Pax, ...] = ()

    def values(self, *keys: str) -> list[bytes]:
        """What any header says of any of these keys, each once, the one that tarfile takes first."""
        return list(dict.fromkeys(value for pax in self.headers for value in pax.values(keys)))

    def value(self, key: str) -> bytes:
        return next(iter(self.values(key)), b"")

    @property
    def cost(self) -> int:
        """What to count for each entry that this is said of: a global header is said of every one."""
        return sum(len(value) + RECORD_COST for pax in self.headers for _, value in pax.records)

    @property
    def sparse(self) -> bool:
        keys = (key for pax in self.headers for key, _ in pax.records)
        return bool(self.sparse_offsets) or any(key.startswith("GNU.sparse.") for key in keys)

    @property
    def has_map(self) -> bool:
        """Whether tarfile looks for a sparse map; without one, an expanded size is that of plain content."""
        version = self.value("GNU.sparse.major"), self.value("GNU.sparse.minor")
        return version == (b"1", b"0") or bool(self.value(SPARSE_MAP) or self.sparse_offsets)

    @property
    def sparse_map(self) -> Pairs:
        return next((pax.sparse_map for pax in self.headers if pax.sparse_map), ())

    @property
    def sparse_offsets(self) -> Pairs:
        return next((pax.offsets for pax in self.headers if pax.offsets), ())

    @property
    def expanded_sizes(self) -> list[int]:
        return [_integer(value) for value in self.values(*SPARSE_SIZES)]

    def names(self, header: Header) -> list[bytes]:
        """Every name of the entry: the extended headers', then the plain one's unless it only shortens one of them."""
        told = [name for name in self.values(*NAMES) if name]
        plain = [name for name in (header.raw_name, header.prefixed) if name]
        kept = [name for name in plain if not any(_shortens(name, full) for full in told)]
        return list(dict.fromkeys((*told, *kept))) or [b""]

    def targets(self, header: Header) -> list[bytes]:
        """Every target of a link; the plain header's where no other is given."""
        told = [target for target in self.values("linkpath") if target]
        return told + ([] if any(_shortens(header.link, full) for full in told) else [header.link])

    def ends(self, header: Header) -> list[int]:
        """Every size that some reader steps over to get to the next header, the one that tarfile takes first."""
        told = [_integer(value) for value in self.values("size")]
        # tarfile computes the step anew from whatever size the entry then has.
        return list(dict.fromkeys((*told, *(self.expanded_sizes if told else ()), header.size)))

    def sizes(self, header: Header) -> list[int]:
        """Every size that some reader gives the content."""
        ends = self.ends(header)
        return ends if self.has_map else list(dict.fromkeys((*ends, *self.expanded_sizes)))


def _shortens(plain: bytes, full: bytes) -> bool:
    """Whether a plain header's name says nothing else than ``full``, in the ways in which writers make it fit.

    They cut it off, or leave out folders in the middle (libarchive), write no letters but those of ASCII (Python, Go),
    and put sparse files into a folder of their own (GNU).
    """
    start, whole = (_REPLACED.sub(b"", _SPARSE_FOLDER.sub(b"", name)).rstrip(b"/") for name in (plain, full))
    if start == whole or not start:
        return True
    if not SHORTENED_FROM <= len(plain) < len(full):
        return False
    return whole.startswith(start) or start.rpartition(b".")[2] == whole.rpartition(b".")[2]
