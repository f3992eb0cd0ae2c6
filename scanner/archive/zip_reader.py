"""Members of a zip."""

import re
import stat
from collections.abc import Callable, Iterator

from scanner.archive.budget import PIECE_BYTES
from scanner.archive.names import leads_outside
from scanner.archive.opened import Check, Opened
from scanner.archive.streams import Stream, crc32, inflate_whole
from scanner.archive.zip_layout import Reading, lay_out
from scanner.archive.zip_records import DEFLATED, LZMA
from scanner.member import Member, MemberKind
from scanner.report import Anomaly

__all__ = ["read_zip"]

STORED, BZIP2, ZSTD_OLD, ZSTD, XZ = 0, 12, 20, 93, 95
CODEC_OF = {DEFLATED: "deflate", BZIP2: "bzip2", LZMA: "lzma", ZSTD_OLD: "zstd", ZSTD: "zstd", XZ: "xz"}
_PATH = re.compile(rb"[^\s()='\";\0]{1,4096}")
FULL64 = 2**64 - 1


def read_zip(archive: Opened) -> Iterator[Member | Anomaly]:
    """Every entry by both views, in the order of the file, then the bytes between them."""
    layout = lay_out(archive.data, archive.budget)
    for kind, detail, raw in layout.anomalies:
        yield archive.anomaly(kind, detail, raw)
    named: set[tuple[bytes, int]] = set()
    for reading in layout.readings:
        if not archive.budget.enter():
            return
        # Two readings of one entry have one name; two entries of one name are duplicates.
        if (reading.raw_name, reading.offset) not in named:
            named.add((reading.raw_name, reading.offset))
            yield from archive.name_anomalies(reading.raw_name)
        yield from _read(archive, reading)
        if archive.budget.exhausted:
            return
    for spare in layout.spares:
        yield from archive.blob(spare.what, archive.view[spare.start : spare.end], spare.start)


def _read(archive: Opened, reading: Reading) -> Iterator[Member | Anomaly]:
    raw = reading.raw_name
    packed = archive.view[reading.start : reading.start + reading.packed]
    if raw.endswith(b"/"):
        if not packed or (reading.size == 0 and reading.packed <= 2):  # an empty deflate stream has two bytes
            return
        yield archive.anomaly("content-unexpected", f"{reading.packed:,} bytes in a folder", raw)
    if not archive.wants((raw, *reading.others), reading.size):
        return
    data = None if reading.others else _ordinary(archive, reading, packed)
    is_plain = data is not None or not reading.encrypted
    if is_plain and reading.called_encrypted:
        yield archive.anomaly("entry-not-encrypted", "", raw)
    if not is_plain or (reading.method != STORED and reading.method not in CODEC_OF):
        kind = "entry-encrypted" if reading.encrypted else "method-unknown"
        yield archive.anomaly(kind, f"method {reading.method}", raw)
        yield from archive.entry(raw, reading.offset, _slices(packed, archive), kind=MemberKind.BLOB)
        return
    if reading.method not in (STORED, DEFLATED):
        yield archive.anomaly("zip-odd-method", f"method {reading.method}", raw)
    problem, kind = _odd_type(reading, data)
    if problem:
        yield archive.anomaly(problem, f"mode {reading.mode:o}", raw)
    if data is None:
        yield from _content(archive, reading, packed)
        return
    archive.budget.spend(max(len(data), len(packed)))
    yield Member(name=archive.name(raw), data=data, raw_name=raw, offset=reading.offset, kind=kind)
    yield from archive.grown(len(data))


def _odd_type(reading: Reading, data: bytes | None) -> tuple[str, MemberKind]:
    """Anomaly kind for what is no ordinary file, and what to take it for.

    Installers write even these as ordinary files, so what has content other than a path stays one.
    """
    form = stat.S_IFMT(reading.mode)
    if form in (0, stat.S_IFREG, stat.S_IFDIR):
        return "", MemberKind.FILE
    if form != stat.S_IFLNK:
        return "device", MemberKind.FILE if data else MemberKind.DEVICE
    if data is None or not _PATH.fullmatch(data):
        return "link", MemberKind.FILE
    return "link-outside" if leads_outside(reading.raw_name, data) else "link", MemberKind.LINK


def _content(archive: Opened, reading: Reading, packed: memoryview) -> Iterator[Member | Anomaly]:
    """The content by every step that anything but an ordinary entry needs."""
    raw = reading.raw_name
    stream = _stream(reading, packed)
    chunks = stream.chunks(_size(archive)) if stream else _slices(packed, archive)
    check = Check(reading.size, reading.crc) if reading.crc >= 0 else None
    yield from archive.entry(
        raw, reading.offset, chunks, check=check, stream=stream, packed=len(packed), others=reading.others
    )
    if stream and not stream.fault and stream.consumed < len(stream.view) and not archive.budget.exhausted:
        slack = stream.view[stream.consumed :]
        yield archive.anomaly("zip-slack", f"{len(slack):,} bytes", raw)
        yield from archive.blob("slack", slack, reading.start + len(packed) - len(slack))


def _ordinary(archive: Opened, reading: Reading, packed: memoryview) -> bytes | None:
    """The content of an entry that is all as it should be, in one step; None for any other. Most entries are such."""
    if reading.size > PIECE_BYTES or reading.size >= archive.budget.bytes or b"\0" in reading.raw_name:
        return None
    if reading.method == DEFLATED:
        data = inflate_whole(packed, reading.size)
    elif reading.method == STORED and len(packed) == reading.size:
        data = bytes(packed)
    else:
        return None
    return data if data is not None and crc32(data) == reading.crc else None


def _size(archive: Opened) -> Callable[[], int]:
    return lambda: archive.budget.piece


def _slices(packed: memoryview, archive: Opened) -> Iterator[bytes]:
    start = 0
    while start < len(packed):
        size = archive.budget.piece
        yield bytes(packed[start : start + size])
        start += size


def _stream(reading: Reading, packed: memoryview) -> Stream | None:
    if reading.method == STORED:
        return None
    if reading.method != LZMA:
        return Stream(CODEC_OF[reading.method], packed)
    # APPNOTE 5.8.8: two bytes of version, two of size, then the properties, which an .lzma file has at its start too,
    # followed by the size there (all ones where an end mark follows).
    size = int.from_bytes(packed[2:4], "little")
    head = bytes(packed[4 : 4 + size])[:5] + (reading.size & FULL64 if not reading.end_marked else FULL64).to_bytes(
        8, "little"
    )
    return Stream("lzma", packed[4 + size :], head=head)
