"""Members of a tar, from a stream: by every reading that some tar reader may take.

Where two headers give one entry different sizes (or an entry has a size that some readers ignore), readers look for
the next header at different places. All of them are followed: the walk keeps the set of places where a header may be.
"""

import functools
import heapq
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace

from scanner.archive.budget import PIECE_BYTES
from scanner.archive.names import leads_outside, shown
from scanner.archive.opened import Check, Opened
from scanner.archive.tar_extended import MOST_READINGS, Pax, Said, long_name, parse_pax
from scanner.archive.tar_headers import BLOCK, ZEROS, Header, header_at, rounded
from scanner.archive.tar_links import Links
from scanner.archive.tar_sparse import Sparse
from scanner.archive.window import Window
from scanner.member import Member, MemberKind
from scanner.report import Anomaly

__all__ = ["read_tar"]

# Extended headers are small; a larger one is content in disguise, and is read as such as well.
LONGEST_EXTENSION = 1024 * 1024
# The most that stays in memory for a second reading of the same bytes.
HELD_BYTES = 2 * PIECE_BYTES
STRETCH_BYTES = 64 * 1024
PAX_LOCAL, PAX_GLOBAL, LONG_NAME, LONG_LINK = b"xX", b"g", b"L", b"K"
FILES, LINKS, DEVICES, FOLDER = b"0\x007", b"12", b"346", b"5"
FOLDERS = FOLDER + b"D"
OLD_FILE, HARD_LINK = b"\0", b"1"
LABEL, SPARSE = b"V", b"S"
EXTENSIONS = PAX_LOCAL + PAX_GLOBAL + LONG_NAME + LONG_LINK
# What tarfile takes for no file. It writes out a dumped folder (D), whose content is a listing.
NO_FILES = LINKS + DEVICES + FOLDER


@dataclass
class _Place:
    """One place where a header may be, and what the extended headers before it said."""

    at: int
    said: tuple[Pax, ...] = ()
    ended: bool = False  # an end mark came before


@dataclass(frozen=True)
class _Entry:
    """One entry by all of its readings; of ``names``, the first is the one that Python's tarfile takes.

    ``at`` is where its header is, and ``start`` where the content; ``sizes`` are all that the content may have.
    """

    header: Header
    at: int
    start: int
    names: tuple[bytes, ...]
    sizes: tuple[int, ...]

    @property
    def raw(self) -> bytes:
        return self.names[0]

    @property
    def others(self) -> tuple[bytes, ...]:
        return self.names[1:]

    @property
    def folder(self) -> bool:
        # Before there was a type for folders, a slash made one. tarfile asks this of the plain header alone.
        return self.header.kind in FOLDERS or (self.header.kind == OLD_FILE and self.header.raw_name.endswith(b"/"))


@dataclass
class _Walk:
    archive: Opened
    window: Window
    places: list[tuple[int, int, _Place]] = field(default_factory=list[tuple[int, int, _Place]])
    seen: set[int] = field(default_factory=set[int])
    shared: dict[str, Pax] = field(default_factory=dict[str, Pax])  # what global headers said last, by key
    told_end: bool = False

    def __post_init__(self) -> None:
        self.links = Links(self.archive.budget)

    def later(self, place: _Place) -> None:
        # Two readings that meet again are one from there on.
        if place.at not in self.seen:
            self.seen.add(place.at)
            heapq.heappush(self.places, (place.at, len(self.seen), place))

    def forget(self, before: int) -> None:
        needed = self.places[0][0] if self.places else before
        self.window.drop(min(before, needed))

    def dropped(self, what: str, raw: bytes) -> Anomaly:
        return self.archive.anomaly("tar-views-dropped", what, raw)


def read_tar(archive: Opened, window: Window, again: Callable[[], Window]) -> Iterator[Member | Anomaly]:
    """Every entry of the tar in ``window``, to the end of the stream, past end marks and damaged headers.

    What its links lead to comes last: that may stand before or behind them, so ``again`` gives the stream anew.
    """
    walk = _Walk(archive, window)
    yield from _entries(walk)
    if not archive.budget.exhausted:
        yield from walk.links.read(archive, again)


def _entries(walk: _Walk) -> Iterator[Member | Anomaly]:
    archive, window = walk.archive, walk.window
    walk.later(_Place(0))
    while walk.places:
        _, _, place = heapq.heappop(walk.places)
        walk.forget(place.at)
        if place.at < window.start:
            yield archive.anomaly("tar-views-dropped", f"at {place.at}")
            continue
        if len(walk.seen) > 4096:  # only places still ahead can be met again
            walk.seen = {at for at in walk.seen if at >= place.at}
        block = window.read(place.at, place.at + BLOCK)
        if not block:
            continue
        if not archive.budget.spend(BLOCK):
            return
        if block == ZEROS:
            end = _behind_zeros(walk, place.at)
            archive.budget.spend(end - place.at - BLOCK)
            walk.later(_Place(end, ended=True))
            continue
        if place.ended and not walk.told_end and any(block):
            walk.told_end = True
            yield archive.anomaly("tar-data-after-end", f"at {place.at}")
        header = header_at(block)
        if header is None:
            yield from _stray(walk, place)
            continue
        if not archive.budget.enter():
            return
        yield from _entry(walk, place, header)
        if archive.budget.exhausted:
            return


def _behind_zeros(walk: _Walk, at: int) -> int:
    """Where the next block may be that is more than zeros, or that another reading leads to."""
    stretch = walk.window.read(at, at + STRETCH_BYTES)
    zeros = len(stretch) if stretch == bytes(len(stretch)) else len(stretch) - len(stretch.lstrip(b"\0"))
    end = at + max(BLOCK, zeros // BLOCK * BLOCK)
    return min(end, walk.places[0][0]) if walk.places else end


def _stray(walk: _Walk, place: _Place) -> Iterator[Member | Anomaly]:
    """Blocks that are no header, up to the next one, as a blob."""
    end = place.at + BLOCK
    while end - place.at < PIECE_BYTES and (stretch := walk.window.read(end, end + STRETCH_BYTES)):
        blocks = range(0, len(stretch), BLOCK)
        found = (at for at in blocks if end + at in walk.seen or header_at(stretch[at : at + BLOCK]))
        header = next(found, None)
        end += len(stretch) if header is None else header
        if header is not None:
            break
    data = walk.window.read(place.at, end)
    if not place.ended and any(data):
        yield walk.archive.anomaly("tar-bad-header", f"at {place.at}")
    yield from walk.archive.blob("data", data, place.at)
    walk.later(_Place(end, ended=place.ended))


def _entry(walk: _Walk, place: _Place, header: Header) -> Iterator[Member | Anomaly]:
    """One entry by every reading of its headers."""
    archive, start = walk.archive, place.at + BLOCK
    if header.kind in EXTENSIONS:
        yield from _extension(walk, place, header)
        return
    if _is_plain(header) and not (place.said or walk.shared or walk.links.targets):
        yield from _plain(walk, place.at, header)
        return
    said = Said((*place.said, *walk.shared.values()))
    archive.budget.spend(said.cost)  # a global header may give one long name to every entry
    names, ends, sizes = said.names(header), said.ends(header), said.sizes(header)
    raw, is_sparse = names[0], header.kind in SPARSE or said.sparse
    if max(len(names), len(ends), len(sizes)) > MOST_READINGS:
        yield walk.dropped("one entry with too many names or sizes", raw)
    if len(ends) > 1:
        yield archive.anomaly("tar-size-mismatch", f"{' and '.join(f'{end:,}' for end in ends[:3])} bytes", raw)
    expanded = None
    if is_sparse:
        yield archive.anomaly("tar-sparse", "", raw)
        sparse = Sparse(walk.window, start, header, said, ends[0])
        start = sparse.start
        if archive.wants(names, max(sizes)):
            expanded = sparse.expanded(archive.budget)
    for end in ends[:MOST_READINGS]:
        walk.later(_Place(start + rounded(end)))
    entry = _Entry(header, place.at, start, tuple(names[:MOST_READINGS]), tuple(sorted(sizes[:MOST_READINGS])))
    entry = yield from _named(walk, entry)
    if header.kind in LINKS + DEVICES:
        yield from _link_or_device(walk, entry, said)
    if header.kind in NO_FILES or entry.folder:
        yield from _unexpected(walk, entry)
        return
    if header.kind not in FILES + SPARSE and not (header.kind in LABEL and not any(sizes)):
        yield archive.anomaly("tar-unknown-type", ascii(header.kind), raw)
    if expanded is not None:
        yield from archive.entry(entry.raw, place.at, [expanded], others=entry.others)
    yield from _contents(walk, entry)


def _is_plain(header: Header) -> bool:
    """Whether a header that stands alone is that of a file or an empty folder, and all readers read it alike."""
    if header.prefixed or not header.raw_name:
        return False
    if header.kind == FOLDER:
        return not header.size
    return header.kind in FILES and not header.raw_name.endswith(b"/")


def _plain(walk: _Walk, at: int, header: Header) -> Iterator[Member | Anomaly]:
    """An entry with one name and one size, as nearly all are: what is left for it of the steps for every entry."""
    start, raw, size = at + BLOCK, header.raw_name, header.size
    walk.later(_Place(start + rounded(size)))
    yield from walk.archive.name_anomalies(raw, folder=header.kind == FOLDER)
    if header.kind != FOLDER:
        walk.links.add_file(raw, start, (size,) if size else ())
        if not _is_wanted(walk, (raw,), size):
            return
        yield from walk.archive.entry(raw, at, _content(walk, start, size), check=Check(size))


def _named(walk: _Walk, entry: _Entry) -> Generator[Anomaly, None, _Entry]:
    """What is odd about the entry's names; the entry with those under which it is installed."""
    archive, names = walk.archive, entry.names
    content = any(entry.sizes) and entry.header.kind not in NO_FILES
    if content and any(name.endswith(b"/") for name in names):
        # pip cuts the slash off, the extended header's in every version, and writes the file.
        names = tuple(dict.fromkeys(name.rstrip(b"/") for name in names))
        if not entry.folder:
            yield archive.anomaly("tar-file-slash", "", names[0])
    yield from archive.name_anomalies(names[0], folder=entry.folder)
    for other in {name.rstrip(b"/"): name for name in names if name.rstrip(b"/") != names[0].rstrip(b"/")}.values():
        yield archive.anomaly("tar-name-mismatch", f"also {shown(other)}", names[0])
    linked = (found for name in names for found in walk.links.beyond(name))
    return replace(entry, names=tuple(dict.fromkeys((*names, *linked))))


def _extension(walk: _Walk, place: _Place, header: Header) -> Iterator[Member | Anomaly]:
    """An extended header: what it says goes with the next place.

    tarfile reads whole blocks, and so what stands behind the declared size as well.
    """
    archive, start, raw, size = walk.archive, place.at + BLOCK, header.raw_name, header.size
    block = walk.window.read(start, start + min(rounded(size), PIECE_BYTES))
    body = block[:size]
    hidden = bool(block[size:].strip(b"\0"))
    bodies = (body, block) if hidden else (body,)
    if header.kind in LONG_NAME + LONG_LINK:
        pax = long_name(bodies, "path" if header.kind == LONG_NAME else "linkpath")
    else:
        pax = parse_pax(bodies)
    archive.budget.spend(len(block) + pax.cost)
    if hidden:
        yield archive.anomaly("tar-hidden-extension", f"behind its {size:,} bytes", raw)
    if pax.fault or size > LONGEST_EXTENSION:
        yield archive.anomaly("tar-bad-pax", pax.fault or f"{size:,} bytes", raw)
    if pax.strange:
        yield archive.anomaly("tar-vendor-key", ", ".join(pax.strange), raw)
    if pax.cut or size > PIECE_BYTES or len(place.said) >= MOST_READINGS:
        yield walk.dropped("too much in extended headers", raw)
    following = _Place(start + rounded(size), place.said)
    if header.kind in PAX_GLOBAL:
        for key in dict(pax.records):
            walk.shared[key] = pax.only(key)
    elif (pax.records or pax.offsets) and len(place.said) < MOST_READINGS:
        following.said = (*place.said, pax)
    walk.later(following)
    if size > LONGEST_EXTENSION:
        yield from archive.entry(raw, place.at, _content(walk, start, size), check=Check(size), kind=MemberKind.BLOB)
    elif hidden or pax.fault or pax.strange or pax.large:
        yield from archive.blob("extended header", block, start)


def _link_or_device(walk: _Walk, entry: _Entry, said: Said) -> Iterator[Member | Anomaly]:
    archive, header, raw = walk.archive, entry.header, entry.raw
    if header.kind in DEVICES:
        yield archive.anomaly("device", f"type {header.kind!a}", raw)
        yield Member(name=archive.name(raw), data=b"", raw_name=raw, offset=entry.at, kind=MemberKind.DEVICE)
        return
    hard = header.kind == HARD_LINK
    targets = said.targets(header)
    if len(targets) > MOST_READINGS:
        yield walk.dropped("one link with too many targets", raw)
    for target in (targets := targets[:MOST_READINGS]):
        archive.budget.enter()
        # A hard link's target counts from the root of the archive, a symbolic one's from where the link is.
        outside = leads_outside(b"" if hard else raw, target)
        yield archive.anomaly("link-outside" if outside else "link", f"to {shown(target)}", raw)
        yield Member(name=archive.name(raw), data=target, raw_name=raw, offset=entry.at, kind=MemberKind.LINK)
    for name in entry.names:
        walk.links.add_link(name, targets, entry.at, hard=hard)


def _unexpected(walk: _Walk, entry: _Entry) -> Iterator[Member | Anomaly]:
    """Content of what should have none. Some readers skip it, others look for a header, and some write it as a file."""
    if not any(entry.sizes):
        return
    yield walk.archive.anomaly("content-unexpected", f"{max(entry.sizes):,} bytes", entry.raw)
    walk.later(_Place(entry.start))
    yield from _contents(walk, entry, MemberKind.BLOB if entry.header.kind in NO_FILES else MemberKind.FILE)


def _contents(walk: _Walk, entry: _Entry, kind: MemberKind = MemberKind.FILE) -> Iterator[Member | Anomaly]:
    """The content in each of its sizes, the largest last: what it reads is forgotten."""
    largest = entry.sizes[-1]
    if not largest and entry.raw.endswith(b"/"):
        return
    if kind is MemberKind.FILE:
        for name in entry.names:
            walk.links.add_file(name, entry.start, [size for size in entry.sizes if size])
    if not _is_wanted(walk, entry.names, largest):
        return
    # Those that are larger than a piece begin with the same piece.
    shorter = [size for size in entry.sizes if 0 < size < largest and size <= PIECE_BYTES]
    for _ in range(len(entry.names) * (len(shorter) + 1) - 1):  # the first was counted as the entry
        if not walk.archive.budget.enter():
            return
    give = functools.partial(walk.archive.entry, entry.raw, entry.at, kind=kind, others=entry.others)
    for size in shorter:
        yield from give([walk.window.read(entry.start, entry.start + size)])
    yield from give(_content(walk, entry.start, largest), check=Check(largest))


def _is_wanted(walk: _Walk, names: Iterable[bytes], size: int) -> bool:
    """Whether an entry is to be read. One that is not costs what it takes to get behind it."""
    wanted = walk.archive.wants(names, size)
    if not wanted:
        walk.archive.budget.spend(size)
    return wanted


def _content(walk: _Walk, start: int, size: int) -> Iterator[bytes]:
    """The content in pieces, forgetting what no other reading needs. Counts nothing: the caller's budget does."""
    end, at = start + size, start
    while at < end:
        piece = walk.window.read(at, min(end, at + walk.archive.budget.piece))
        if not piece:
            return
        at += len(piece)
        if at < end:
            walk.forget(at)
            if walk.window.held > HELD_BYTES:
                walk.window.drop(at)
        yield piece
