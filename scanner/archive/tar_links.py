"""Links of a tar: which content installers write under a link's name, and where names below a linked folder lead."""

import itertools
import posixpath
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from scanner.archive.budget import PIECE_BYTES, Budget
from scanner.archive.opened import Opened
from scanner.archive.window import Window
from scanner.member import Member
from scanner.report import Anomaly

__all__ = ["Links"]

# As many links one behind the other as Linux follows.
MOST_STEPS = 40
# Names beyond these are told as too long, and not resolved.
LONGEST_PATH, DEEPEST_PATH = 4096, 100
MOST_COPIES, MOST_TARGETS = 16, 32


class _Place(NamedTuple):
    """Where in the tar's stream content stands."""

    start: int
    size: int


@dataclass
class Links:
    """The files and links of one tar by their paths, in the form without ``.``, ``..`` and doubled slashes."""

    budget: Budget
    files: dict[bytes, list[_Place]] = field(default_factory=dict[bytes, list[_Place]])
    targets: dict[bytes, list[bytes]] = field(default_factory=dict[bytes, list[bytes]])
    names: list[tuple[bytes, int]] = field(default_factory=list[tuple[bytes, int]])  # of links, with their offsets
    dropped: bool = False  # some path leads to more than is kept

    def add_file(self, name: bytes, start: int, sizes: Iterable[int]) -> None:
        if (path := _path(name)) is not None:
            copies = self.files.setdefault(path, [])
            copies += [_Place(start, size) for size in sizes]
            self.dropped = self.dropped or len(copies) > MOST_COPIES
            del copies[MOST_COPIES:]

    def add_link(self, name: bytes, targets: Iterable[bytes], offset: int, *, hard: bool) -> None:
        """``targets`` count from the root of the archive if ``hard``, else from the folder that the link is in.

        pip takes the archive's one folder off every name before it follows a hard link, but not off its target.
        """
        if (path := _path(name)) is None:
            return
        self.names.append((path, offset))
        known = self.targets.setdefault(path, [])
        folders = (b"", path.partition(b"/")[0]) if hard else (posixpath.dirname(path),)
        for folder, target in itertools.product(folders, targets):
            leads = _path(posixpath.join(folder, target))
            if leads is None or leads == path or leads in known:
                continue
            if len(known) < MOST_TARGETS:
                known.append(leads)
            else:
                self.dropped = True

    def beyond(self, name: bytes) -> Iterator[bytes]:
        """The other names under which a file is written because one of the folders in its own, or all of it, is a link.

        Some installers replace a link by a file of its name, and others write through it.
        """
        if self.targets and (path := _path(name)) is not None:
            through = list(self._ends(path, itself=False))
            over = (end for found in through if found in self.targets for end in self._ends(found, itself=True))
            yield from (found for found in dict.fromkeys((*through, *over)) if found != path)

    def _ends(self, path: bytes, *, itself: bool) -> Iterator[bytes]:
        """Where a path leads when every link on the way is followed, and with ``itself`` the last one too."""
        ahead, seen = [path], {path}
        while ahead and not self.budget.exhausted:
            path = ahead.pop()
            link = self._first_link(path, itself=itself)
            if link is None:
                yield path
                continue
            self.budget.links -= len(self.targets[link])
            if self.budget.links < 0:
                self.dropped = True
                return
            for target in self.targets[link]:
                found = _path((target + path[len(link) :]).lstrip(b"/"))
                if found is None or found in seen:
                    continue
                if len(seen) > MOST_STEPS:
                    self.dropped = True
                    break
                seen.add(found)
                ahead.append(found)

    def _first_link(self, path: bytes, *, itself: bool) -> bytes | None:
        end = path.find(b"/")
        while end != -1:
            if path[:end] in self.targets:
                return path[:end]
            end = path.find(b"/", end + 1)
        return path if itself and path in self.targets else None

    def read(self, archive: Opened, again: Callable[[], Window]) -> Iterator[Member | Anomaly]:
        """What the links lead to, under their own names: files, and all files of folders.

        ``again`` gives the tar's stream once more, since a target may stand anywhere before or behind its link.
        Of a large file, the first piece: the others were read under its own name, and belong to no name.
        """
        wanted = sorted(self._wanted(archive))
        if self.dropped:
            yield archive.anomaly("tar-views-dropped", "links that lead to too much")
        if not wanted:
            return
        window = again()
        for place, name, offset in wanted:
            window.drop(place.start)
            data = window.read(place.start, place.start + min(place.size, PIECE_BYTES))
            yield from archive.entry(name, offset, [data])
            if archive.budget.exhausted:
                return

    def _wanted(self, archive: Opened) -> Iterator[tuple[_Place, bytes, int]]:
        """Content that installers write under another name: where it stands, that name, and the link's offset."""
        paths = sorted(self.files) if self.names else []
        for name, offset in dict.fromkeys(self.names):
            for target in self._ends(name, itself=True):
                for path, below in _at_or_below(target, paths):
                    for copy in self.files[path]:
                        if not archive.budget.enter():
                            return
                        known = copy in self.files.get(name + below, ())
                        if not known and archive.wants((name + below,), copy.size):
                            yield copy, name + below, offset


def _at_or_below(target: bytes, paths: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The path if it is that of a file, or those of all files in the folder; each with what follows the target."""
    if target:
        at = bisect_left(paths, target)
        if at < len(paths) and paths[at] == target:
            yield target, b""
    # Names that merely begin alike stand between the two, a hundred thousand for each link perhaps.
    folder = target + b"/" if target else b""
    for at in range(bisect_left(paths, folder), len(paths)):
        path = paths[at]
        if not path.startswith(folder):
            return
        yield path, path[len(target) :] if target else b"/" + path


def _path(name: bytes) -> bytes | None:
    """The name in its plain form; None for one that leads out of the archive, or is too long to follow."""
    if len(name) > LONGEST_PATH or name.count(b"/") > DEEPEST_PATH or name.startswith(b"/"):
        return None
    if name and b"//" not in name and b"/." not in name and name[:1] != b"." and name[-1:] != b"/":
        return name  # as most are
    path = posixpath.normpath(name)
    if path == b".." or path.startswith(b"../"):
        return None
    if path == b".":
        return b""
    return name if path == name else path  # not a second object: a hundred thousand names are kept
