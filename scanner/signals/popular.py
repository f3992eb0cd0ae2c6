"""Names of well-known projects: a small built-in list, or a bigger one that was downloaded and cached."""

import functools
import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import msgspec
from packaging.utils import canonicalize_name

__all__ = ["PopularNames", "bare", "built_in", "load_popular", "look"]

LOOK_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"))


class PopularNames:
    """A popularity list with the indexes that name comparison needs."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(canonicalize_name(name) for name in names)
        self.bare = {bare(name): name for name in sorted(self.names)}
        self.by_length: dict[int, list[str]] = {}
        for name in sorted(self.names):
            self.by_length.setdefault(len(name), []).append(name)
        self.by_look: dict[str, list[str]] = {}
        for names in self.by_length.values():
            for name in names:
                self.by_look.setdefault(look(name), []).append(name)
        self.by_words = {tuple(sorted(name.split("-"))): name for name in sorted(self.names) if "-" in name}

    def near_length(self, length: int, reach: int) -> list[str]:
        """Names whose length differs from ``length`` by at most ``reach``."""
        return [name for size in range(length - reach, length + reach + 1) for name in self.by_length.get(size, ())]


def bare(name: str) -> str:
    return re.sub(r"[-_.]+", "", name).lower()


def look(name: str) -> str:
    """The name with each group of look-alike characters as one: names that read the same look the same."""
    for seen, real in LOOK_ALIKE:
        name = name.replace(seen, real)
    return name


@functools.cache
def built_in() -> PopularNames:
    """The list that ships with Meerkat."""
    return PopularNames((resources.files("scanner.signals") / "data" / "popular.txt").read_text("utf-8").split())


class _Row(msgspec.Struct):
    project: str
    download_count: int = 0


class _Rows(msgspec.Struct):
    rows: list[_Row]


def load_popular(path: Path, limit: int = 15_000) -> PopularNames:
    """The ``limit`` most downloaded names of a cached list.

    The file is JSON, ``[{"project": ..., "download_count": ...}]`` bare or under ``rows``, or one name per line in
    order of popularity. Raises OSError, and ValueError when it is neither.
    """
    raw = path.read_bytes()
    if raw.lstrip()[:1] not in (b"[", b"{"):
        return PopularNames(line for line in raw.decode("utf-8").split()[:limit])
    try:
        parsed = msgspec.json.decode(raw, type=list[_Row] | _Rows)
    except msgspec.DecodeError as error:
        raise ValueError(f"{path.name}: not a popularity list: {error}") from None
    rows = parsed.rows if isinstance(parsed, _Rows) else parsed
    ranked = sorted(rows, key=lambda row: -row.download_count)
    return PopularNames(row.project for row in ranked[:limit])
