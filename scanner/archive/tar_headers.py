"""The 512-byte headers of tar (POSIX.1-2017 pax, ustar format; GNU tar manual, appendix D)."""

import zlib
from typing import NamedTuple

__all__ = ["BLOCK", "CHECKSUM", "ZEROS", "Header", "header_at", "is_header", "rounded", "sparse_old"]

BLOCK = 512
ZEROS = bytes(BLOCK)
CHECKSUM = slice(148, 156)
ASCII = bytes(range(128))


class Header(NamedTuple):
    """``kind`` is the type flag; ``size`` what this header itself says; ``sparse`` the old GNU map inside it.

    ``prefixed`` is the name behind its prefix where only some readers put the two together, else empty.
    """

    raw_name: bytes
    size: int
    kind: bytes
    link: bytes
    prefixed: bytes = b""
    sparse: tuple[tuple[int, int], ...] = ()
    sparse_extended: bool = False
    real_size: int = 0


def rounded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK


def _number(field: bytes) -> int:
    """Octal text as Python takes it, or base 256 with the top bit set; ValueError for anything else."""
    if field[:1] in (b"\x80", b"\xff"):
        value = int.from_bytes(field[1:], "big")
        return value if field[0] == 0x80 else value - (1 << 8 * (len(field) - 1))
    # As text: Python strips more blanks from that than from bytes.
    return int(field.partition(b"\0")[0].decode("ascii").strip() or "0", 8)


def _sum(data: bytes) -> int:
    """The sum of at most 256 bytes: the low half of their Adler-32, which counts modulo 65521 (RFC 1950), less one."""
    return (zlib.adler32(data) & 0xFFFF) - 1


def is_header(block: bytes) -> bool:
    """Whether the checksum of a block is right, summed either way that tars have summed.

    One that is left empty is nought to Python, and right where signed bytes come to that.
    """
    if len(block) < BLOCK or block == ZEROS:
        return False
    try:
        declared = _number(block[CHECKSUM])
    except ValueError:
        return False
    total = _sum(block[:148]) + _sum(block[156:256]) + _sum(block[256:BLOCK]) + 8 * 0x20
    return declared == total or declared == total - 256 * _high(block[:148] + block[156:BLOCK])


def _high(data: bytes) -> int:
    """How many bytes count 256 less where bytes are signed."""
    return len(data.translate(None, ASCII))


def header_at(block: bytes) -> Header | None:
    """The header in a block, None when it is none or its size cannot be read."""
    if not is_header(block):
        return None
    try:
        size = _number(block[124:136])
    except ValueError:
        return None
    name = block[:100].partition(b"\0")[0]
    kind = block[156:157]
    prefixed = b""
    if prefix := block[345:500].partition(b"\0")[0]:
        prefixed = prefix + b"/" + name
        # Only POSIX ustar has a prefix; GNU keeps other things there, but tarfile takes them for one all the same.
        if block[257:263] == b"ustar\0":
            name, prefixed = prefixed, b""
    link = block[157:257].partition(b"\0")[0]
    header = Header(name, max(0, size), kind, link, prefixed)  # tarfile takes a negative size for none
    if kind != b"S":
        return header
    pieces = sparse_old(block[386:482], 4)
    return header._replace(sparse=pieces, sparse_extended=bool(block[482]), real_size=_safe(block[483:495]))


def _safe(field: bytes) -> int:
    try:
        return max(0, _number(field))
    except ValueError:
        return 0


def sparse_old(block: bytes, count: int) -> tuple[tuple[int, int], ...]:
    """Offset and length of the pieces in an old GNU sparse map."""
    pairs = ((_safe(block[at : at + 12]), _safe(block[at + 12 : at + 24])) for at in range(0, 24 * count, 24))
    return tuple(pair for pair in pairs if pair[1])
