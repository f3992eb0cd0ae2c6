"""The records of a zip file, one parser each (APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16)."""

import functools
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

__all__ = [
    "CENTRAL",
    "DEFLATED",
    "END",
    "LOCAL",
    "SIGNATURE",
    "End",
    "Header",
    "Leads",
    "central_at",
    "end_at",
    "ends_near_tail",
    "local_at",
]

LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
END64, LOCATOR64 = b"PK\6\6", b"PK\6\7"
SIGNATURE = re.compile(rb"PK(?:\x03\x04|\x01\x02|\x05\x06|\x06\x06|\x06\x07)")

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR64 = struct.Struct("<4sIQI")
_FULL16, _FULL32, _FULL64 = 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
ZIP64 = 0x0001
# Flags (APPNOTE 4.4.4). Masked fields belong to an encrypted directory, so pip, uv and unzip do not look at that flag.
ENCRYPTED, STRONGLY_ENCRYPTED, MASKED = 1 << 0, 1 << 6, 1 << 13
DEFLATED, LZMA = 8, 14
ENCRYPTED_METHOD = 99  # AES, as WinZip writes it
# Any file may end in thousands of end signatures; no reader goes back through more than a few.
MOST_ENDS = 64
# How far zipfile looks back for an end record: one byte more than the record with the longest comment that it can have.
TAIL_BYTES = _END.size + _FULL16 + 1


class Header(NamedTuple):
    """What one record, local or central, says about an entry.

    ``at`` is where the record is, ``end`` where it ends (for a local one: where the content starts), ``offset`` where
    the local record should be according to this one. ``cut``: its name, extra fields or comment would end behind the
    directory's end, which zipfile does not mind.
    """

    at: int
    end: int
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    extra: bytes
    comment: bytes = b""
    mode: int = 0  # Unix mode, 0 where the writer was on another system
    cut: bool = False

    @property
    def encrypted(self) -> bool:
        return bool(self.flags & (ENCRYPTED | STRONGLY_ENCRYPTED)) or self.method == ENCRYPTED_METHOD

    @property
    def called_encrypted(self) -> bool:
        """Whether anything in the record speaks of encryption, the masking of its own fields included."""
        return self.encrypted or bool(self.flags & MASKED)

    @property
    def end_marked(self) -> bool:
        """Whether LZMA content has a mark at its end."""
        return bool(self.flags & 2)

    @property
    def stops_at(self) -> int:
        """The size at which decoding stops, -1 where the content itself tells its end."""
        return self.size if self.method == LZMA and not self.end_marked else -1

    @property
    def has_descriptor(self) -> bool:
        return bool(self.flags & 8)


@dataclass(frozen=True, slots=True)
class End:
    """An end record, with what a ZIP64 one before it says instead: ``directories`` are the places that readers may
    take for the start of the directory, with the shift that each then adds to every entry's offset, and where those
    readers take it to end. ``cut``: its comment would end behind the file's end, which zipfile does not mind."""

    at: int
    end: int
    count: int
    comment: bytes
    directories: tuple[tuple[int, int, int], ...]
    cut: bool = False


def _wide(extra: bytes, fields: list[int]) -> list[int]:
    """Replace the fields that are all ones by their 8-byte values in the ZIP64 extra fields, if there are any.

    A second such field replaces, as in zipfile, what is all ones after the first.
    """
    if _FULL32 not in fields:
        return fields
    wide = list(fields)
    for values in (body for kind, body in extra_fields(extra) if kind == ZIP64):
        for index, value in enumerate(wide):
            if value in (_FULL32, _FULL64) and len(values) >= 8:
                wide[index] = int.from_bytes(values[:8], "little")
                values = values[8:]
    return wide


def extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Id and body of each extra field, as far as they follow the format."""
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, position)
        yield kind, extra[position + 4 : position + 4 + size]
        position += 4 + size


def local_at(data: bytes, at: int) -> Header | None:
    if at < 0 or at + _LOCAL.size > len(data):
        return None
    signature, _, flags, method, _, _, crc, packed, size, name_size, extra_size = _LOCAL.unpack_from(data, at)
    name_at = at + _LOCAL.size
    end = name_at + name_size + extra_size
    if signature != LOCAL or end > len(data):
        return None
    extra = data[name_at + name_size : end]
    size, packed = _wide(extra, [size, packed])
    return Header(at, end, data[name_at : name_at + name_size], flags, method, crc, packed, size, at, extra)


def central_at(data: bytes, at: int, limit: int | None = None) -> Header | None:
    """The directory record at ``at``; of one that would end behind ``limit``, what stands before that."""
    limit = len(data) if limit is None else limit
    if at < 0 or at + _CENTRAL.size > limit:
        return None
    (
        signature,
        made_by,
        _,
        flags,
        method,
        _,
        _,
        crc,
        packed,
        size,
        name_size,
        extra_size,
        comment_size,
        _,
        _,
        attributes,
        offset,
    ) = _CENTRAL.unpack_from(data, at)
    if signature != CENTRAL:
        return None
    name_at = at + _CENTRAL.size
    whole = name_at + name_size + extra_size + comment_size
    end = min(whole, limit)
    extra_at = min(name_at + name_size, end)
    comment_at = min(extra_at + extra_size, end)
    extra = data[extra_at:comment_at]
    size, packed, offset = _wide(extra, [size, packed, offset])
    mode = attributes >> 16 if made_by >> 8 == 3 else 0
    name, comment = data[name_at:extra_at], data[comment_at:end]
    return Header(at, end, name, flags, method, crc, packed, size, offset, extra, comment, mode, cut=end < whole)


def end_at(data: bytes, at: int) -> End | None:
    """The end record at ``at``, its comment as far as the file goes."""
    if at < 0 or at + _END.size > len(data):
        return None
    signature, _, _, _, count, size, offset, comment_size = _END.unpack_from(data, at)
    if signature != END:
        return None
    whole = at + _END.size + comment_size
    end = min(whole, len(data))
    # Readers find the directory by its size, backwards from the end record, or by its offset; where both lead to a
    # directory, they lead different readers to different ones.
    directories = _starts(data, at, size, offset)
    for at64, count64, size64, offset64 in _ends64_before(data, at):
        directories += _starts(data, at64, size64, offset64)
        count = count64 if count == _FULL16 else count
    return End(at, end, count, data[at + _END.size : end], tuple(dict.fromkeys(directories)), cut=end < whole)


def _starts(data: bytes, end: int, size: int, by_offset: int) -> list[tuple[int, int, int]]:
    """Who goes by the size reads no further than that; who goes by the offset, as far as the records say."""
    by_size = end - size
    found = [(by_size, by_size - by_offset, end)] if central_at(data, by_size, end) else []
    if by_offset != by_size and central_at(data, by_offset):
        found.append((by_offset, 0, len(data)))
    return found


def _ends64_before(data: bytes, at: int) -> Iterator[tuple[int, int, int, int]]:
    """Place, count, directory size and directory offset of the ZIP64 end records that readers take with an end record.

    zipfile looks right before the locator, others where that says.
    """
    locator_at = at - _LOCATOR64.size
    if locator_at < 0 or data[locator_at : locator_at + 4] != LOCATOR64:
        return
    (_, _, declared, _) = _LOCATOR64.unpack_from(data, locator_at)
    for at64 in dict.fromkeys((locator_at - _END64.size, declared)):
        if 0 <= at64 <= len(data) - _END64.size and data[at64 : at64 + 4] == END64:
            _, _, _, _, _, _, _, count, size, offset = _END64.unpack_from(data, at64)
            yield at64, count, size, offset


def end64_size(data: bytes, at: int) -> int:
    """Length of the ZIP64 end record or locator at ``at``."""
    if data[at : at + 4] == LOCATOR64:
        return _LOCATOR64.size
    return 12 + int.from_bytes(data[at + 4 : at + 12], "little")


def ends_near_tail(data: bytes) -> Iterator[End]:
    """The end records where readers look for one, the last first: that is the one that zipfile takes."""
    start = max(0, len(data) - TAIL_BYTES)
    at = data.rfind(END, start)
    for _ in range(MOST_ENDS):
        if at == -1:
            return
        end = end_at(data, at)
        if end:
            yield end
        at = data.rfind(END, start, at)


class Leads:
    """Where local records may begin, looked for once, however many records overlap."""

    STRETCH = 16 * 1024

    def __init__(self, data: bytes) -> None:
        self._data = data

    @functools.cached_property
    def _stretches(self) -> bytes:
        """For each stretch of the file whether a record may begin in it."""
        starts = range(0, len(self._data), self.STRETCH)
        return bytes(self._data.find(LOCAL, at, at + self.STRETCH + len(LOCAL) - 1) != -1 for at in starts)

    def any_within(self, start: int, end: int) -> bool:
        first, last = -(-start // self.STRETCH), (end - len(LOCAL)) // self.STRETCH
        if first >= last:
            return self._data.find(LOCAL, start, end) != -1
        return (
            self._stretches.find(1, first, last) != -1
            or self._data.find(LOCAL, start, first * self.STRETCH + len(LOCAL) - 1) != -1
            or self._data.find(LOCAL, last * self.STRETCH, end) != -1
        )


def descriptor_end(data: bytes, at: int, header: Header) -> int | None:
    """Where the data descriptor at ``at`` ends, if it says what ``header`` says; there are four forms of it."""
    for lead in (b"PK\7\x08", b""):
        for form in ("<III", "<IQQ"):
            size = len(lead) + struct.calcsize(form)
            if data[at : at + len(lead)] != lead or at + size > len(data):
                continue
            if struct.unpack_from(form, data, at + len(lead)) == (header.crc, header.packed, header.size):
                return at + size
    return None
