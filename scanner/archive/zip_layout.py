"""Where everything in a zip is: both views of its entries, joined, and the bytes that belong to neither.

The records are walked one after another from the first byte (never counted by their signatures, which content may
hold as well), and beside that followed from every end record through its directory. Readers use one or the other.
"""

import bisect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from scanner.archive.budget import Budget
from scanner.archive.streams import Stream
from scanner.archive.zip_records import (
    DEFLATED,
    LOCAL,
    SIGNATURE,
    End,
    Header,
    Leads,
    central_at,
    descriptor_end,
    end64_size,
    end_at,
    ends_near_tail,
    extra_fields,
    local_at,
)

__all__ = ["Layout", "Reading", "Spare", "lay_out"]

_DESCRIPTOR_OR_RECORD = re.compile(rb"PK\x07\x08|" + SIGNATURE.pattern)
UNICODE_PATH = 0x7075
# Fields of ordinary writers: ZIP64, NTFS and Unix times, Unix owner, Unicode comment and path, jar marker, alignment.
KNOWN_EXTRA = frozenset({0x0001, 0x000A, 0x000D, 0x5455, 0x5855, 0x7855, 0x7875, 0x6375, UNICODE_PATH, 0xCAFE, 0xD935})
MOST_EXTRA = 32  # extra fields of one record: writers put a handful there


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read one entry; ``packed`` bytes of content start at ``start``."""

    raw_name: bytes
    offset: int
    start: int
    packed: int
    size: int
    crc: int
    method: int
    encrypted: bool
    called_encrypted: bool
    end_marked: bool = False  # LZMA with an end mark
    mode: int = 0
    others: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Spare:
    """Bytes of no entry."""

    what: str
    start: int
    end: int


@dataclass
class Layout:
    readings: list[Reading] = field(default_factory=list["Reading"])
    spares: list[Spare] = field(default_factory=list["Spare"])
    anomalies: list[tuple[str, str, bytes | None]] = field(default_factory=list[tuple[str, str, bytes | None]])

    def note(self, kind: str, detail: str, raw: bytes | None = None) -> None:
        self.anomalies.append((kind, detail, raw))


@dataclass
class _Walk:
    """What walking the records one after another finds."""

    leads: Leads
    locals: dict[int, tuple[Header, int]] = field(default_factory=dict[int, tuple[Header, int]])  # with content's end
    centrals: dict[int, Header] = field(default_factory=dict[int, Header])
    ends: list[End] = field(default_factory=list[End])
    gaps: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    odd_descriptors: list[Header] = field(default_factory=list[Header])


@dataclass(frozen=True, slots=True)
class _Directory:
    start: int
    end: int
    count: int  # as declared
    entries: tuple[tuple[Header, tuple[int, ...]], ...]  # each with the places where its local record may be


def lay_out(data: bytes, budget: Budget) -> Layout:
    """Both views of a zip and their union, in the order of the file."""
    layout = Layout()
    ends = list(ends_near_tail(data))
    room = _Room(budget.members)
    directories = _follow(data, ends[:1], room)
    named: dict[int, Header] = {}
    for directory in directories:
        for header, places in directory.entries:
            for place in places:
                named.setdefault(place, header)
    walk = _walk(data, named, {directory.start: directory for directory in directories}, budget)
    inside = _inside((header.at, end) for header, end in walk.locals.values())
    near = [*ends[:1], *(end for end in ends[1:] if not inside(end.at))]
    further = [*near[1:], *(end for end in walk.ends if not inside(end.at))]
    directories += _follow(data, further, room, known={directory.start for directory in directories})
    if room.left < 0:
        layout.note("zip-too-many-records", f"over {budget.members:,} directory records")
    _note_structure(layout, walk, directories, has_end=bool(ends or walk.ends))
    _note_comments(layout, walk, directories, near)
    _join(layout, data, walk, directories, budget)
    _spare(layout, data, walk)
    layout.readings.sort(key=lambda reading: (reading.offset, reading.start))
    return layout


@dataclass
class _Room:
    """How many more directory records are read: end records by the thousand may each lead to all of them anew."""

    left: int


def _follow(data: bytes, ends: list[End], room: _Room, known: set[int] | None = None) -> list[_Directory]:
    """The directories that end records lead to, each place once."""
    known = known if known is not None else set()
    found: list[_Directory] = []
    for end in ends:
        for start, shift, limit in end.directories:
            if start in known or room.left < 0:
                continue
            known.add(start)
            found.append(_directory(data, start, shift, limit, end.count, room))
    return found


def _directory(data: bytes, start: int, shift: int, limit: int, count: int, room: _Room) -> _Directory:
    entries: list[tuple[Header, tuple[int, ...]]] = []
    at = start
    while room.left >= 0 and (header := central_at(data, at, limit)):
        room.left -= 1
        # With bytes before the zip, offsets count from its own start (zipfile) or from the file's (others).
        places = (header.offset, header.offset + shift) if shift else (header.offset,)
        entries.append((header, tuple(place for place in places if data[place : place + 4] == LOCAL)))
        at = header.end
    return _Directory(start, at, count, tuple(entries))


def _walk(data: bytes, named: dict[int, Header], directories: dict[int, _Directory], budget: Budget) -> _Walk:
    walk = _Walk(Leads(data))
    at, limit, false_leads = 0, budget.members, 0
    while at < len(data) and len(walk.locals) <= limit and len(walk.centrals) <= limit and budget.in_time():
        lead = data[at : at + 4]
        step = at
        if lead == b"PK\3\4" and (local := local_at(data, at)):
            step = _content_end(data, walk, local, named.get(at), budget)
            walk.locals[at] = (local, step)
            if local.has_descriptor:
                step = _after_descriptor(data, walk, local, named.get(at), step)
        elif (directory := directories.get(at)) and directory.end > at:
            walk.centrals.update((header.at, header) for header, _ in directory.entries)
            step = directory.end
        elif lead == b"PK\1\2" and (central := central_at(data, at)) and not central.cut:
            walk.centrals[at] = central
            step = central.end
        elif lead == b"PK\5\6" and (end := end_at(data, at)):
            walk.ends.append(end)
            step = end.end
        elif lead in (b"PK\6\6", b"PK\6\7") and at + end64_size(data, at) <= len(data):
            step = at + end64_size(data, at)
        if step > at:
            at = step
            continue
        false_leads += 1
        following = SIGNATURE.search(data, at + 1) if false_leads <= limit else None
        step = following.start() if following else len(data)
        if walk.gaps and walk.gaps[-1][1] == at:
            walk.gaps[-1] = (walk.gaps[-1][0], step)
        else:
            walk.gaps.append((at, step))
        at = step
    return walk


def _content_end(data: bytes, walk: _Walk, local: Header, central: Header | None, budget: Budget) -> int:
    """Where a local record's content ends: by its own size, else the directory's, else by decoding it."""
    packed = local.packed
    if local.has_descriptor and not packed:
        if central and not _may_hold_records(walk, local, central):
            packed = central.packed
        else:
            packed = _decoded_length(data, local, budget)
    return min(len(data), local.end + packed)


def _may_hold_records(walk: _Walk, local: Header, central: Header) -> bool:
    """Whether who reads without the directory may find entries in what it calls content, behind the real one's end."""
    return local.method == DEFLATED and walk.leads.any_within(local.end, local.end + central.packed)


def _decoded_length(data: bytes, local: Header, budget: Budget) -> int:
    if local.method != DEFLATED:
        return _stored_length(data, local)
    stream = Stream("deflate", memoryview(data)[local.end :])
    for chunk in stream.chunks(lambda: min(1 << 20, budget.piece)):
        if not budget.spend(len(chunk)):
            break
    return stream.consumed


def _stored_length(data: bytes, local: Header) -> int:
    following = _DESCRIPTOR_OR_RECORD.search(data, local.end)
    return (following.start() if following else len(data)) - local.end


def _after_descriptor(data: bytes, walk: _Walk, local: Header, central: Header | None, content_end: int) -> int:
    declared = central or local
    packed = content_end - local.end
    end = descriptor_end(data, content_end, declared._replace(packed=packed))
    if end is None:
        if data[content_end : content_end + 4] == b"PK\7\x08":
            end = min(len(data), content_end + 16)
            if central is None:  # nothing to compare with: the descriptor is all that is known
                return end
        walk.odd_descriptors.append(local)
    return end or content_end


def _inside(places: Iterable[tuple[int, int]]) -> Callable[[int], bool]:
    """Whether an offset lies within one of these spans, of which none overlap."""
    spans = sorted(places)
    starts = [start for start, _ in spans]

    def inside(at: int) -> bool:
        index = bisect.bisect_right(starts, at) - 1
        return index >= 0 and at < spans[index][1]

    return inside


def _note_structure(layout: Layout, walk: _Walk, directories: list[_Directory], *, has_end: bool) -> None:
    if not has_end:
        layout.note("zip-no-directory", f"{len(walk.locals)} entries found by their own headers")
    if len(directories) > 1:
        layout.note("zip-second-directory", "at " + ", ".join(str(directory.start) for directory in directories))
    for directory in directories:
        count = len(directory.entries)
        if directory.count not in (count, count & 0xFFFF):
            layout.note("zip-count-mismatch", f"declares {directory.count}, holds {count}")
        for header, places in directory.entries:
            if not places:
                layout.note("zip-entry-missing", f"no record at {header.offset}", header.raw_name)
    followed = {header.at for directory in directories for header, _ in directory.entries}
    stray = [at for at in walk.centrals if at not in followed]
    if stray and has_end:
        layout.note("zip-second-directory", f"{len(stray)} directory records from {stray[0]} that no end record names")
    for local in walk.odd_descriptors:
        layout.note("zip-descriptor", "", local.raw_name)


def _note_comments(layout: Layout, walk: _Walk, directories: list[_Directory], near: list[End]) -> None:
    """Comments that make readers differ in where the zip ends; of the end records ``near`` its end, zipfile takes the
    first."""
    in_comment = _inside((end.at + 1, end.end) for end in walk.ends)
    for end in near:
        if end.cut and (end is near[0] or end.directories):
            layout.note("zip-comment", f"of the end record at {end.at}: ends behind the file's end")
        if in_comment(end.at):
            layout.note("zip-comment", f"holds another end record, at {end.at}")
    for directory in directories:
        for header, _ in directory.entries[-1:]:  # behind it there is nothing more
            if header.cut:
                layout.note("zip-comment", "of a directory record: ends behind the directory's end", header.raw_name)


def _join(layout: Layout, data: bytes, walk: _Walk, directories: list[_Directory], budget: Budget) -> None:
    """The union of both views: one reading for each way in which some reader may read an entry."""
    seen: set[tuple[bytes, int, int, int, bool, int]] = set()
    claims: dict[int, list[Header]] = {}
    for directory in directories:
        for header, places in directory.entries:
            for place in places:
                claims.setdefault(place, []).append(header)
    followed = {header.at for directory in directories for header, _ in directory.entries}
    for at, header in walk.centrals.items():
        if at not in followed and local_at(data, header.offset):
            claims.setdefault(header.offset, []).append(header)
    for place in sorted(claims.keys() | walk.locals.keys()):
        if not budget.in_time():
            return
        local, content_end = walk.locals.get(place) or (local_at(data, place), 0)
        if local is None:
            continue
        headers = claims.get(place, [])
        if len(headers) == 1 and place in walk.locals and _agree(local, headers[0]):
            layout.readings.append(_reading(layout, data, local, headers[0], headers))
            continue
        if place not in walk.locals:
            layout.note("zip-overlap", f"its record at {place} lies inside another", headers[0].raw_name)
            content_end = _content_end(data, walk, local, headers[0], budget)
        elif not headers and directories:
            layout.note("zip-local-only", f"at {place}", local.raw_name)
        whole = _resolved(local, content_end, headers)
        for header in (whole, *headers):
            if header is not whole and (differing := _differences(local, whole, header)):
                layout.note("zip-header-mismatch", ", ".join(differing), header.raw_name)
            key = (header.raw_name, local.end, header.packed, header.method, header.encrypted, header.stops_at)
            if key in seen:
                continue
            seen.add(key)
            layout.readings.append(_reading(layout, data, local, header, headers))


def _resolved(local: Header, content_end: int, headers: list[Header]) -> Header:
    """The local header with what its descriptor is there to tell."""
    if not local.has_descriptor or local.packed:
        return local
    known = headers[0] if headers else None
    packed = content_end - local.end
    return local._replace(packed=packed, size=known.size if known else -1, crc=known.crc if known else -1)


def _agree(local: Header, central: Header) -> bool:
    """Whether both say the same, byte for byte; what a descriptor is there to tell is looked at elsewhere."""
    return local[2:8] == central[2:8]


def _differences(local: Header, whole: Header, central: Header) -> list[str]:
    pairs = {
        "name": (local.raw_name, central.raw_name),
        "method": (local.method, central.method),
        "compressed size": (whole.packed, central.packed),
        "size": (whole.size, central.size),
        "checksum": (whole.crc, central.crc),
        "encryption": (local.encrypted, central.encrypted),
    }
    return [f"{what} {ours!r} and {theirs!r}" for what, (ours, theirs) in pairs.items() if ours != theirs]


def _reading(layout: Layout, data: bytes, local: Header, header: Header, headers: list[Header]) -> Reading:
    if local.end + header.packed > len(data):
        layout.note("archive-damaged", "its content ends behind the file's end", header.raw_name)
    others = dict.fromkeys(_second_names(header)) if header.extra else {}
    for other in others:
        layout.note("name-second", other.decode("utf-8", "backslashreplace"), header.raw_name)
    return Reading(
        raw_name=header.raw_name,
        offset=local.at,
        start=local.end,
        packed=max(0, min(header.packed, len(data) - local.end)),
        size=header.size,
        crc=header.crc,
        method=header.method,
        encrypted=header.encrypted,
        called_encrypted=header.called_encrypted,
        end_marked=header.end_marked,
        mode=header.mode or next((other.mode for other in headers), 0),
        others=tuple(others),
    )


def _second_names(header: Header) -> Iterator[bytes]:
    if UNICODE_PATH.to_bytes(2, "little") not in header.extra:  # far cheaper to tell, of thousands of empty fields
        return
    for kind, body in extra_fields(header.extra):
        # Version 1, then the checksum of the name that it replaces.
        if kind == UNICODE_PATH and body[:1] == b"\1" and body[5:] != header.raw_name and body[5:]:
            yield body[5:]


def _spare(layout: Layout, data: bytes, walk: _Walk) -> None:
    """The bytes between, before and after the records, and inside records where nothing should be."""
    last = max((end.end for end in walk.ends), default=len(data))
    first = min(walk.locals, default=0)
    for start, end in walk.gaps:
        if data.count(0, start, end) == end - start:
            continue
        what = "prefix" if end <= first else "tail" if start >= last else "gap"
        shebang = what == "prefix" and data[:2] == b"#!" and data.find(b"\n", 0, end) == end - 1
        layout.spares.append(Spare(what, start, end))
        if not shebang:
            layout.note(f"zip-{what}", f"{end - start:,} bytes at {start}")
    for end in walk.ends:
        if end.comment:
            layout.spares.append(Spare("comment", end.end - len(end.comment), end.end))
    for local, _ in walk.locals.values():
        if _hides(local.extra):
            layout.spares.append(Spare("extra field", local.end - len(local.extra), local.end))
    for central in walk.centrals.values():
        hides = _hides(central.extra)
        if central.comment or hides:
            size = len(central.comment) + (len(central.extra) if hides else 0)
            layout.spares.append(Spare("directory extra", central.end - size, central.end))


def _hides(extra: bytes) -> bool:
    """Whether extra fields are more than the few bytes that ordinary writers put there."""
    if len(extra) <= 36:  # ZIP64 or times and owner: nothing fits beside them
        return False
    fields = [*itertools.islice(extra_fields(extra), MOST_EXTRA + 1)]
    return len(fields) > MOST_EXTRA or any(kind not in KNOWN_EXTRA or len(body) > 64 for kind, body in fields)
