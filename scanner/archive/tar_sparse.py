"""Sparse files in tar: their pieces put where they belong, where that fits into memory."""

from scanner.archive.budget import PIECE_BYTES
from scanner.archive.tar_extended import Said
from scanner.archive.tar_headers import BLOCK, Header, sparse_old
from scanner.archive.window import Window

__all__ = ["sparse_member"]

MOST_PIECES = 100_000


def sparse_member(window: Window, start: int, header: Header, said: Said, size: int) -> tuple[int, bytes | None]:
    """Where the content starts, and the expanded file; None where its map is no good or it would be too large.

    ``start`` is the offset behind the header, ``size`` that of the packed content.
    """
    pieces = list(header.sparse)
    real_size = header.real_size
    if header.kind == b"S":
        more = header.sparse_extended
        while more and len(pieces) < MOST_PIECES:
            block = window.read(start, start + BLOCK)
            if len(block) < BLOCK:
                break
            pieces += sparse_old(block, 21)
            more = bool(block[504])
            start += BLOCK
        packed_at = start
    else:
        real_size = max(said.expanded_sizes, default=0)
        mapped, map_size = _pax_map(window, start, said, size)
        pieces = list(mapped)
        packed_at = start + map_size
    end = max((offset + length for offset, length in pieces), default=0)
    packed = sum(length for _, length in pieces)
    if not pieces or max(size, packed, end, real_size) > PIECE_BYTES:
        return start, None
    expanded = bytearray(max(end, real_size))
    for offset, length in pieces:
        piece = window.read(packed_at, packed_at + length)
        expanded[offset : offset + len(piece)] = piece
        packed_at += length
    return start, bytes(expanded)


def _pax_map(window: Window, start: int, said: Said, size: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """The pieces by pax formats 0.0 and 0.1 (in the header) or 1.0 (before the content), and how long the map is."""
    if pieces := said.value("GNU.sparse.map"):
        return _pairs(pieces.split(b",", 2 * MOST_PIECES)), 0
    if said.value("GNU.sparse.major") != b"1":
        return said.sparse_offsets, 0
    data = window.read(start, start + min(size, PIECE_BYTES))
    count_text, newline, _ = data[:32].partition(b"\n")
    if not newline or not count_text.isdigit() or int(count_text) > MOST_PIECES:
        return (), 0
    lines = data.split(b"\n", 2 * int(count_text) + 1)[1:-1]
    map_size = len(count_text) + 1 + sum(len(line) + 1 for line in lines)
    return _pairs(lines), -(-map_size // BLOCK) * BLOCK


def _pairs(numbers: list[bytes]) -> tuple[tuple[int, int], ...]:
    if len(numbers) > 2 * MOST_PIECES or not all(text.isdigit() and len(text) < 20 for text in numbers):
        return ()
    values = [int(text) for text in numbers]
    return tuple(zip(values[::2], values[1::2], strict=False))
