"""Of a large module the functions around some places, which is all that is worth a tree."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from itertools import accumulate
from typing import Final

__all__ = ["around"]

# What a function may need of the module's own lines: what they import, and the texts that they name.
NAMES: Final = re.compile(rb"(?:from|import)[ \t][^(\\\n]*|\w+[ \t]*=[ \t]*['\"][^\n]*['\"][ \t]*")
HEAD: Final = re.compile(rb"[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+\w")
CLOSES: Final = (b")", b"]", b"}", b"#")
LONGEST: Final = 400  # lines of a function


def around(source: bytes, places: Iterable[int]) -> bytes:
    """A normalised source with the functions around ``places``, which are offsets, and all other lines empty.

    So lines keep their numbers. Classes around such a function keep their heads; a place in no function is left out.
    """
    lines = source.split(b"\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    wanted = {bisect_right(starts, place) - 1 for place in places}
    kept = {at for at, line in enumerate(lines) if NAMES.fullmatch(line)}
    for at, heads in _heads(lines, wanted):
        if at not in kept:
            inner = next((n for n, head in enumerate(heads) if _is_function(lines[head])), None)
            if inner is not None:
                kept.update(heads[:inner], range(heads[inner], _end(lines, heads[inner])))
    return b"\n".join([line if at in kept else b"" for at, line in enumerate(lines)])


def _heads(lines: list[bytes], wanted: Container[int]) -> Iterator[tuple[int, list[int]]]:
    """These lines, each with those that begin the functions and classes around it, the outermost first."""
    open_heads = list[tuple[int, int]]()
    for at, line in enumerate(lines):
        indent = _indent(line)
        if line.strip():
            while open_heads and open_heads[-1][0] >= indent and not line.lstrip().startswith(CLOSES):
                open_heads.pop()
        if at in wanted:
            yield at, [head for _, head in open_heads]
        if HEAD.match(line):
            open_heads.append((indent, at))


def _is_function(head: bytes) -> bool:
    return b"def" in head.partition(b"(")[0].split()


def _end(lines: list[bytes], head: int) -> int:
    indent = _indent(lines[head])
    last = min(len(lines), head + LONGEST)
    for below in range(head + 1, last):
        line = lines[below].lstrip()
        if line and _indent(lines[below]) <= indent and not line.startswith(CLOSES):
            return below
    return last


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip())
