"""The folded layer: the source with every computed expression and resolved alias written out."""

import bisect
import re
from typing import Final

from scanner.decode.blobs import unbroken
from scanner.decode.fold.machine import Fold, Unit

__all__ = ["render"]

WHOLE: Final = 64 * 1024  # bytes of source up to which the folded layer repeats all of it
AROUND: Final = 2  # lines kept on either side of a changed one in longer files
RUN: Final = 4096  # characters without a break from which on a literal is cut
KEPT: Final = 1024  # of these, more than any rule asks for
_UNBROKEN: Final = bytes(
    65 if (chr(code).isalnum() and code < 128) or code in b"+/=\\_-" else 32 for code in range(256)
)
_IMPORT: Final = re.compile(rb"[ \t]{0,80}(?:import|from)[ \t]")


def render(unit: Unit) -> tuple[bytes, tuple[int, ...]] | None:
    """The folded text and the source line of each of its lines; None where folding changed nothing that matters."""
    source = unit.data
    pieces: list[tuple[int, int, bytes]] = []
    end = 0
    weight = 0
    for (start, stop), (text, weighty) in sorted(_spans(unit).items(), key=lambda fold: (fold[0][0], -fold[0][1])):
        if start < end or text is None:
            continue
        new = text.encode("utf-8", "surrogatepass")
        if source[start:stop] == new:
            continue
        pieces.append((start, stop, new))
        weight += weighty
        end = stop
    if not weight:
        return None
    text, lines, changed = _assemble(source, unit.starts, pieces)
    if len(text) > WHOLE:
        text, lines = _excerpt(text, lines, changed)
    return _cut(text), tuple(lines)


def _spans(unit: Unit) -> dict[tuple[int, int], Fold]:
    """What was noted, by place in the text: nodes may share one."""
    spans: dict[tuple[int, int], Fold] = {}
    starts = unit.starts
    for node, fold in unit.folds.items():
        line, end_line = node.lineno, node.end_lineno or 0
        if not line or not 0 < end_line <= len(starts):
            continue
        span = (starts[line - 1] + node.col_offset, starts[end_line - 1] + (node.end_col_offset or 0))
        spans[span] = fold if spans.get(span, fold)[0] == fold[0] else (None, False)
    return spans


def _cut(text: bytes) -> bytes:
    """The text with every long run cut short."""
    out: list[bytes] = []
    kept = 0
    for start, end in unbroken(text.translate(_UNBROKEN), RUN):
        out.append(text[kept : start + KEPT])
        kept = end
    return b"".join([*out, text[kept:]]) if out else text


def _assemble(
    source: bytes, starts: list[int], pieces: list[tuple[int, int, bytes]]
) -> tuple[bytes, list[int], set[int]]:
    out: list[bytes] = []
    lines = [1]
    changed: set[int] = set()
    position = 0
    for start, stop, new in [*pieces, (len(source), len(source), b"")]:
        verbatim = source[position:start]
        newline = verbatim.find(b"\n")
        while newline != -1:
            lines.append(bisect.bisect_right(starts, position + newline + 1))
            newline = verbatim.find(b"\n", newline + 1)
        out += (verbatim, new)
        if new:
            changed.add(len(lines) - 1)
        position = stop
    return b"".join(out), lines, changed


def _excerpt(text: bytes, lines: list[int], changed: set[int]) -> tuple[bytes, list[int]]:
    """The changed lines with their neighbours, and every import."""
    kept: list[bytes] = []
    numbers: list[int] = []
    near = {line + offset for line in changed for offset in range(-AROUND, AROUND + 1)}
    for index, line in enumerate(text.split(b"\n")):
        if index in near or _IMPORT.match(line):
            kept.append(line)
            numbers.append(lines[index])
    return b"\n".join(kept), numbers
