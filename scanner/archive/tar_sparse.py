"""Sparse files in tar: their pieces put where they belong, where that fits into memory."""

from scanner.archive.budget import PIECE_BYTES, Budget
from scanner.archive.tar_extended import MOST_PIECES, RECORD_COST, Pairs, Said, pairs_of
from scanner.archive.tar_headers import BLOCK, Header, sparse_old
from scanner.archive.window import Window

__all__ = ["Sparse"]


class Sparse:
    """One sparse file. ``start`` is where its content starts: the old format has more headers before that.

    It is made with the offset behind the header and the ``size`` of the packed content.
    """

    def __init__(self, window: Window, start: int, header: Header, said: Said, size: int) -> None:
        self.window, self.start, self.header, self.said, self.size = window, start, header, said, size
        self._old = list(header.sparse)
        more = header.sparse_extended
        while more and len(self._old) < MOST_PIECES:
            block = window.read(self.start, self.start + BLOCK)
            if len(block) < BLOCK:
                break
            self._old += sparse_old(block, 21)
            more = bool(block[504])
            self.start += BLOCK

    def expanded(self, budget: Budget) -> bytes | None:
        """The expanded file; None where its map is no good, or it would be too large or take too long."""
        is_old = self.header.kind == b"S"
        pieces, map_size = (self._old, 0) if is_old else self._pax_map()
        # A global header may give one map to every entry.
        if not pieces or not budget.spend(RECORD_COST * len(pieces)):
            return None
        real_size = self.header.real_size if is_old else max(self.said.expanded_sizes, default=0)
        end = max(offset + length for offset, length in pieces)
        packed = sum(length for _, length in pieces)
        if max(self.size, packed, end, real_size) > PIECE_BYTES:
            return None
        expanded, packed_at = bytearray(max(end, real_size)), self.start + map_size
        for offset, length in pieces:
            piece = self.window.read(packed_at, packed_at + length)
            expanded[offset : offset + len(piece)] = piece
            packed_at += length
        return bytes(expanded)

    def _pax_map(self) -> tuple[Pairs, int]:
        """The pieces by pax formats 0.0 and 0.1 (in the header) or 1.0 (before the content), and the map's length."""
        if pieces := self.said.sparse_map:
            return pieces, 0
        if self.said.value("GNU.sparse.major") != b"1":
            return self.said.sparse_offsets, 0
        data = self.window.read(self.start, self.start + min(self.size, PIECE_BYTES))
        count_text, newline, _ = data[:32].partition(b"\n")
        if not newline or not count_text.isdigit() or int(count_text) > MOST_PIECES:
            return (), 0
        lines = data.split(b"\n", 2 * int(count_text) + 1)[1:-1]
        map_size = len(count_text) + 1 + sum(len(line) + 1 for line in lines)
        return pairs_of(lines), -(-map_size // BLOCK) * BLOCK
