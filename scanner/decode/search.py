"""Many patterns in one pass: hyperscan over bytes, which tells at gigabytes a second which of them occur at all."""

from collections.abc import Mapping
from typing import Final

import hyperscan

__all__ = ["Search"]

_FLAGS: Final = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_DOTALL | hyperscan.HS_FLAG_MULTILINE


class Search:
    """Named groups of patterns, compiled at first use (tens of milliseconds).

    Patterns are PCRE without look-around and back-references; ``^`` and ``$`` are those of lines, as with
    ``re.MULTILINE``. Not for several threads at once.
    """

    def __init__(self, groups: Mapping[str, tuple[bytes, ...]]) -> None:
        self._patterns = [pattern for patterns in groups.values() for pattern in patterns]
        self._names = [name for name, patterns in groups.items() for _ in patterns]
        self._database: hyperscan.Database | None = None

    @property
    def patterns(self) -> list[tuple[str, bytes]]:
        """Every pattern with the name of its group."""
        return list(zip(self._names, self._patterns, strict=True))

    def load(self) -> hyperscan.Database:
        """Compile now what would otherwise be compiled at the first search."""
        if self._database is None:
            database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
            database.compile(
                expressions=self._patterns,
                ids=list(range(len(self._patterns))),
                elements=len(self._patterns),
                flags=_FLAGS,
            )
            database.scratch = hyperscan.Scratch(database)
            self._database = database
        return self._database

    def found(self, data: bytes) -> dict[str, int]:
        """The groups that occur in ``data``, each with where the first match of one of its patterns ends."""
        names, hits = self._names, dict[str, int]()

        def keep(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            hits.setdefault(names[number], end)

        if data:
            (self._database or self.load()).scan(data, match_event_handler=keep)
        return hits
