"""Many patterns in one pass: Hyperscan over bytes, which tells at gigabytes a second which of them occur at all."""

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import hyperscan

__all__ = ["OF_CODE", "HyperscanError", "Search", "Together", "compile_patterns", "keep_number"]

HyperscanError = hyperscan.HyperscanError

# The first occurrence is all that anybody asks for, and a dot stands for every byte.
_FLAGS: Final = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_DOTALL
_LINES: Final = hyperscan.HS_FLAG_MULTILINE
# What vectorscan 5.4.12 misses (its issues 358 and 382) and the releases before and after it find: matches that its
# search for the first two characters jumps over, depending on where in a vector they stand.
_PROBE: Final = rb""",\s{0,4}(?:mode\s{0,4}=\s{0,4})?['"]wb\+?['"]"""
_PROBE_TEXTS: Final = tuple(
    b"~" * before + b"with open(path, 'wb') as f:\n    f.write(1)\n" * 3 for before in range(64)
)


def compile_patterns(patterns: Sequence[tuple[bytes, bool]], *, lines: bool = False) -> Any:
    """A block-mode database of patterns, each with whether case is ignored; their places are their numbers.

    ``lines`` makes ``^`` and ``$`` those of lines. Raises HyperscanError for a pattern that it does not take, and
    where the processor or the release of the library is of no use.
    """
    _try_library()
    return _database(patterns, _LINES if lines else 0)


def keep_number(number: int, _start: int, _end: int, _flags: int, found: list[int]) -> None:
    """What to give a scan as handler, with a list as context that gets the numbers of what occurs."""
    found.append(number)


@functools.cache
def _try_library() -> None:
    database = _database([(_PROBE, False)], 0)
    scratch = hyperscan.Scratch(database)
    for text in _PROBE_TEXTS:
        found: list[int] = []
        database.scan(text, match_event_handler=keep_number, context=found, scratch=scratch)
        if not found:
            raise HyperscanError("this release of Hyperscan misses matches; install the one that is pinned")


def _database(patterns: Sequence[tuple[bytes, bool]], flags: int) -> Any:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[pattern for pattern, _ in patterns],
        ids=list(range(len(patterns))),
        elements=len(patterns),
        flags=[_FLAGS | flags | (hyperscan.HS_FLAG_CASELESS if nocase else 0) for _, nocase in patterns],
    )
    return database


class Search:
    """Named groups of patterns, compiled at first use (tens of milliseconds).

    Patterns are in the language that PCRE and ``re`` share, without look-around and back-references; ``^`` and ``$``
    are those of lines, as with ``re.MULTILINE``. Where Hyperscan is of no use, ``re`` finds the same, slowly. Not for
    several threads at once.
    """

    def __init__(self, groups: Mapping[Any, tuple[bytes, ...]]) -> None:
        self._patterns = [pattern for patterns in groups.values() for pattern in patterns]
        self._names = [name for name, patterns in groups.items() for _ in patterns]
        self._database: Any = None
        self._by_re: list[re.Pattern[bytes]] | None = None

    @property
    def patterns(self) -> list[tuple[Any, bytes]]:
        """Every pattern with the name of its group."""
        return list(zip(self._names, self._patterns, strict=True))

    def load(self) -> None:
        """Compile now what would otherwise be compiled at the first search."""
        if self._database is not None or self._by_re is not None:
            return
        try:
            database = compile_patterns([(pattern, False) for pattern in self._patterns], lines=True)
            database.scratch = hyperscan.Scratch(database)
            self._database = database
        except HyperscanError:
            self._by_re = [re.compile(pattern, re.MULTILINE | re.DOTALL) for pattern in self._patterns]

    def found(self, data: bytes) -> dict[Any, int]:
        """The groups that occur in ``data``, each with where the first match of one of its patterns ends."""
        self.load()
        hits: dict[Any, int] = {}
        if self._by_re is not None:
            for name, pattern in zip(self._names, self._by_re, strict=True):
                match = pattern.search(data)
                if match and data:
                    hits[name] = min(match.end(), hits.get(name, match.end()))
            return hits
        names = self._names

        def keep(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            hits.setdefault(names[number], end)

        if data:
            self._database.scan(data, match_event_handler=keep)
        return hits


class Together:
    """Searches that are asked of the same texts: one pass answers them all, in the time of two of them."""

    def __init__(self) -> None:
        self._searches: list[Search] = []
        self._all: Search | None = None

    def add(self, groups: Mapping[Any, tuple[bytes, ...]]) -> Search:
        """A search of its own that is answered here as well."""
        made = Search(groups)
        self._searches.append(made)
        self._all = None
        return made

    def load(self) -> None:
        """Compile now what would otherwise be compiled at the first pass."""
        if self._all is None:
            groups: dict[Any, tuple[bytes, ...]] = {}
            for number, search in enumerate(self._searches):
                for name, pattern in search.patterns:
                    groups[number, name] = (*groups.get((number, name), ()), pattern)
            self._all = Search(groups)
        self._all.load()

    def found(self, data: bytes) -> dict[Search, dict[Any, int]]:
        """What each search would find."""
        self.load()
        assert self._all is not None
        told: dict[Search, dict[Any, int]] = {search: {} for search in self._searches}
        for (number, name), end in self._all.found(data).items():
            told[self._searches[number]][name] = end
        return told


# What peeling and signals ask of every text of code.
OF_CODE: Final = Together()
