"""Members of a tar, from a stream: by every reading that some tar reader may take.

Where two headers give one entry different sizes (or an entry has a size that some readers ignore), readers look for
the next header at different places. All of them are followed: the walk keeps the set of places where a header may be.
"""

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.archive.budget import PIECE_BYTES
from scanner.archive.names import leads_outside, shown
from scanner.archive.opened import Check, Opened
from scanner.archive.tar_headers import BLOCK, ZEROS, Header, Pax, header_at, parse_pax, rounded
from scanner.archive.tar_sparse import sparse_member
from scanner.archive.window import Window
from scanner.member import Member, MemberKind
from scanner.report import Anomaly

__all__ = ["read_tar"]

# Extended headers are small; a larger one is content in disguise, and is read as such.
LONGEST_EXTENSION = 1024 * 1024
# The most that stays in memory for a second reading of the same bytes.
HELD_BYTES = 2 * PIECE_BYTES
PAX_LOCAL, PAX_GLOBAL, LONG_NAME, LONG_LINK = b"xX", b"g", b"L", b"K"
FILES, LINKS, DEVICES, FOLDERS = b"0\x007", b"12", b"346", b"5D"
LABEL, SPARSE = b"V", b"S"
EXTENSIONS = PAX_LOCAL + PAX_GLOBAL + LONG_NAME + LONG_LINK
EMPTY = LINKS + DEVICES + FOLDERS
USED_KEYS = re.compile(r"path|linkpath|size|GNU\.sparse\..+")
CODE_SUFFIXES = (b".py", b".pyw", b".pth", b".pyc", b".start", b".so", b".toml", b".cfg")


@dataclass
class _Place:
    """One place where a header may be, and what the extended headers before it said."""

    at: int
    pax: Pax | None = None
    name: bytes | None = None
    link: bytes | None = None
    ended: bool = False  # an end mark came before


@dataclass
class _Walk:
    archive: Opened
    window: Window
    places: list[tuple[int, int, _Place]] = field(default_factory=list[tuple[int, int, _Place]])
    seen: set[int] = field(default_factory=set[int])
    shared: dict[str, bytes] = field(default_factory=dict[str, bytes])  # from global extended headers
    told_end: bool = False

    def later(self, place: _Place) -> None:
        # Two readings that meet again are one from there on.
        if place.at not in self.seen:
            self.seen.add(place.at)
            heapq.heappush(self.places, (place.at, len(self.seen), place))

    def forget(self, before: int) -> None:
        needed = self.places[0][0] if self.places else before
        self.window.drop(min(before, needed))


def read_tar(archive: Opened, window: Window) -> Iterator[Member | Anomaly]:
    """Every entry of the tar in ``window``, to the end of the stream, past end marks and damaged headers."""
    walk = _Walk(archive, window)
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
            walk.later(_Place(place.at + BLOCK, ended=True))
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


def _stray(walk: _Walk, place: _Place) -> Iterator[Member | Anomaly]:
    """Blocks that are no header, up to the next one, as a blob."""
    end = place.at + BLOCK
    while end - place.at < PIECE_BYTES and (block := walk.window.read(end, end + BLOCK)):
        if header_at(block) or (end in walk.seen):
            break
        end += len(block)
    data = walk.window.read(place.at, end)
    if not place.ended and any(data):
        yield walk.archive.anomaly("tar-bad-header", f"at {place.at}")
    yield from walk.archive.blob("data", data, place.at)
    walk.later(_Place(end, ended=place.ended))


def _entry(walk: _Walk, place: _Place, header: Header) -> Iterator[Member | Anomaly]:
    archive, start = walk.archive, place.at + BLOCK
    if header.kind in EXTENSIONS and header.size <= LONGEST_EXTENSION:
        yield from _extension(walk, place, header)
        return
    pax = Pax({**walk.shared, **(place.pax.values if place.pax else {})}, place.pax.offsets if place.pax else ())
    raw = pax.values.get("GNU.sparse.name") or pax.values.get("path") or place.name or header.raw_name
    declared = pax.number("size")
    size = header.size if declared is None else declared
    archive.budget.spend(len(raw))  # a global header may give one long name to every entry
    yield from archive.name_anomalies(raw, folder=header.kind in FOLDERS)
    others = _other_names(raw, header, extended=place.name is not None or "path" in pax.values)
    for other in others:
        yield archive.anomaly("tar-name-mismatch", f"also {shown(other)}", raw)
    if size != header.size and "size" in pax.values:
        yield from _fork(walk, start, size, header.size, raw)
    if header.kind in EMPTY:
        yield from _without_content(walk, place, header, raw, size, pax)
        return
    if header.kind in SPARSE or "GNU.sparse.major" in pax.values or "GNU.sparse.size" in pax.values:
        yield archive.anomaly("tar-sparse", "", raw)
        start, member = sparse_member(walk.window, start, header, pax, size)
        yield from archive.entry(raw, place.at, [member] if member is not None else _content(walk, start, size))
    elif header.kind in LABEL and not size:
        pass
    else:
        if header.kind not in FILES:
            yield archive.anomaly("tar-unknown-type", ascii(header.kind), raw)
        if not (raw.endswith(b"/") and not size):
            content = _content(walk, start, size)
            yield from archive.entry(raw, place.at, content, check=Check(size), others=others)
    walk.later(_Place(start + rounded(size)))


def _extension(walk: _Walk, place: _Place, header: Header) -> Iterator[Member | Anomaly]:
    """An extended header: what it says goes with the next place."""
    start = place.at + BLOCK
    body = walk.window.read(start, start + header.size)
    walk.archive.budget.spend(len(body))
    following = _Place(start + rounded(header.size), place.pax, place.name, place.link)
    if header.kind == LONG_NAME:
        following.name = body.partition(b"\0")[0]
    elif header.kind == LONG_LINK:
        following.link = body.partition(b"\0")[0]
    else:
        pax = parse_pax(body)
        if pax.fault:
            yield walk.archive.anomaly("tar-bad-pax", pax.fault, header.raw_name)
        if pax.strange:
            yield walk.archive.anomaly("tar-vendor-key", ", ".join(pax.strange[:5]), header.raw_name)
        if (
            pax.fault
            or pax.strange
            or any(len(value) > BLOCK for key, value in pax.values.items() if "path" not in key)
        ):
            yield from walk.archive.blob("extended header", body, start)
        if header.kind in PAX_GLOBAL:
            walk.shared.update((key, value) for key, value in pax.values.items() if USED_KEYS.fullmatch(key))
        else:
            following.pax = pax
    walk.later(following)


def _fork(walk: _Walk, start: int, size: int, other: int, raw: bytes) -> Iterator[Anomaly]:
    """A second reading, in which the entry has another size."""
    yield walk.archive.anomaly("tar-size-mismatch", f"{size:,} and {other:,} bytes", raw)
    walk.later(_Place(start + rounded(other)))


def _without_content(
    walk: _Walk, place: _Place, header: Header, raw: bytes, size: int, pax: Pax
) -> Iterator[Member | Anomaly]:
    """Folders, links and devices. Some readers skip the content that their size declares, others look for a header."""
    archive, start = walk.archive, place.at + BLOCK
    if header.kind not in FOLDERS:
        linked = header.kind in LINKS
        target = pax.values.get("linkpath") or place.link or header.link
        # A hard link's target counts from the root of the archive, a symbolic one's from where the link is.
        outside = linked and leads_outside(raw if header.kind == b"2" else b"", target)
        kind = "link-outside" if outside else "link" if linked else "device"
        yield archive.anomaly(kind, f"to {shown(target)}" if linked else f"type {header.kind!a}", raw)
        entry_kind = MemberKind.LINK if linked else MemberKind.DEVICE
        yield Member(name=archive.name(raw), data=target, raw_name=raw, offset=place.at, kind=entry_kind)
    if size:
        yield archive.anomaly("content-unexpected", f"{size:,} bytes", raw)
        content = _content(walk, start, size)
        walk.later(_Place(start))
        yield from archive.entry(raw, place.at, content, kind=MemberKind.BLOB)
    walk.later(_Place(start + rounded(size)))


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


def _other_names(raw: bytes, header: Header, *, extended: bool) -> tuple[bytes, ...]:
    """The plain header's name, where an extended one hides that some readers see code there."""
    plain = header.raw_name
    # Writers put the start of a long name into the plain header.
    if not extended or not plain or raw.startswith(plain) or not plain.endswith(CODE_SUFFIXES):
        return ()
    return () if raw.endswith(plain[plain.rindex(b".") :]) else (plain,)
