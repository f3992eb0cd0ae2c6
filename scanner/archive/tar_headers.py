"""The 512-byte headers of tar, and the extended ones of pax and GNU (POSIX.1-2017 pax; GNU tar manual, appendix D)."""

import re
import zlib
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["BLOCK", "Header", "Pax", "header_at", "is_header", "parse_pax", "rounded", "sparse_old"]

BLOCK = 512
ZEROS = bytes(BLOCK)
# Keys of POSIX, GNU tar, star, libarchive, bsdtar on macOS and SELinux; others are nobody's.
KNOWN_KEYS = re.compile(
    r"path|linkpath|size|uid|gid|uname|gname|[amc]time|comment|charset|hdrcharset|GNU\..+|SCHILY\..+|LIBARCHIVE\..+|RHT\..+"
    r"|APPLE\..+|MSWINDOWS\..+|SUN\..+|realtime\..+|security\..+|VENDOR\.golang\..+"
)


class Header(NamedTuple):
    """``kind`` is the type flag; ``size`` what this header itself says; ``sparse`` the old GNU map inside it."""

    raw_name: bytes
    size: int
    kind: bytes
    link: bytes
    sparse: tuple[tuple[int, int], ...] = ()
    sparse_extended: bool = False
    real_size: int = 0


def rounded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK


def _number(field: bytes) -> int:
    """Octal text, or base 256 with the top bit set; ValueError for anything else."""
    if field[:1] in (b"\x80", b"\xff"):
        value = int.from_bytes(field[1:], "big")
        return value if field[0] == 0x80 else value - (1 << 8 * (len(field) - 1))
    text = field.partition(b"\0")[0].strip(b" ")
    return int(text, 8) if text else 0


def _sum(data: bytes) -> int:
    """The sum of at most 256 bytes: the low half of their Adler-32, which counts modulo 65521 (RFC 1950), less one."""
    return (zlib.adler32(data) & 0xFFFF) - 1


def is_header(block: bytes) -> bool:
    """Whether the checksum of a block is right, summed either way that tars have summed."""
    if len(block) < BLOCK or not any(block[148:156]):
        return False
    try:
        declared = _number(block[148:156])
    except ValueError:
        return False
    total = _sum(block[:148]) + _sum(block[156:256]) + _sum(block[256:BLOCK]) + 8 * 0x20
    if declared == total:
        return True
    signed = total - 256 * sum(byte > 127 for byte in (*block[:148], *block[156:]))
    return declared == signed


def header_at(block: bytes) -> Header | None:
    """The header in a block, None when it is none or its size cannot be read."""
    if not is_header(block):
        return None
    try:
        size = _number(block[124:136])
    except ValueError:
        return None
    if size < 0:
        return None
    name = block[:100].partition(b"\0")[0]
    kind = block[156:157]
    # Only POSIX ustar has a prefix; GNU keeps other things there.
    if block[257:263] == b"ustar\0" and (prefix := block[345:500].partition(b"\0")[0]):
        name = prefix + b"/" + name
    link = block[157:257].partition(b"\0")[0]
    if kind == b"S":
        return Header(name, size, kind, link, sparse_old(block[386:482], 4), bool(block[482]), _safe(block[483:495]))
    return Header(name, size, kind, link)


def _safe(field: bytes) -> int:
    try:
        return max(0, _number(field))
    except ValueError:
        return 0


def sparse_old(block: bytes, count: int) -> tuple[tuple[int, int], ...]:
    """Offset and length of the pieces in an old GNU sparse map."""
    pairs = ((_safe(block[at : at + 12]), _safe(block[at + 12 : at + 24])) for at in range(0, 24 * count, 24))
    return tuple(pair for pair in pairs if pair[1])


@dataclass(frozen=True, slots=True)
class Pax:
    """``values`` by key, the later of two; ``fault`` says where the body stops following the format."""

    values: dict[str, bytes]
    offsets: tuple[tuple[int, int], ...] = ()  # the sparse map of format 0.0, whose keys repeat
    fault: str = ""

    @property
    def strange(self) -> list[str]:
        return [key for key in self.values if not KNOWN_KEYS.fullmatch(key)]

    def number(self, key: str) -> int | None:
        text = self.values.get(key, b"")
        return int(text) if text.isdigit() and len(text) < 20 else None


def parse_pax(body: bytes) -> Pax:
    """The records ``length key=value newline`` of an extended header, as far as they follow the format."""
    values: dict[str, bytes] = {}
    starts: list[int] = []
    pairs: list[tuple[int, int]] = []
    at = 0
    while at < len(body) and body[at]:
        space = body.find(b" ", at, at + 20)
        length = body[at:space] if space != -1 else b""
        if not length.isdigit() or int(length) <= space + 1 - at or at + int(length) > len(body):
            return Pax(values, tuple(pairs), f"no record at byte {at}")
        record = body[space + 1 : at + int(length)]
        key, equals, value = record.partition(b"=")
        if not equals or not value.endswith(b"\n"):
            return Pax(values, tuple(pairs), f"no key and value at byte {at}")
        name, value = key.decode("utf-8", "backslashreplace"), value[:-1]
        values[name] = value
        if name == "GNU.sparse.offset" and value.isdigit():
            starts.append(int(value[:20]))
        elif name == "GNU.sparse.numbytes" and value.isdigit() and starts:
            pairs.append((starts[-1], int(value[:20])))
        at += int(length)
    return Pax(values, tuple(pairs))
