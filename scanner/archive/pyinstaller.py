"""Members of a PyInstaller executable: its table of contents, and the modules in its library (never unmarshalled)."""

import struct
from collections.abc import Iterator

from scanner.archive.opened import Opened
from scanner.archive.sniff import PYINSTALLER
from scanner.archive.streams import Stream
from scanner.member import Member
from scanner.report import Anomaly

__all__ = ["read_pyinstaller"]

# PyInstaller/archive/writers.py: magic, length of the package, offset and length of the table, Python version, name of
# the Python library.
COOKIE = struct.Struct("!8sIIII64s")
# Length of the entry, offset, packed and unpacked size, whether it is packed, type.
ENTRY = struct.Struct("!IIIIBc")
# The library starts with its own magic, Python's and the place of its (marshalled) table.
LIBRARY, LIBRARY_HEAD = b"PYZ\0", 17
ZLIB_HEAD = 0x78


def read_pyinstaller(archive: Opened) -> Iterator[Member | Anomaly]:
    data = archive.data
    at = data.rfind(PYINSTALLER)
    if at + COOKIE.size > len(data):
        yield archive.anomaly("archive-damaged", "the PyInstaller cookie is cut off")
        return
    _, length, table_at, table_size, _, _ = COOKIE.unpack_from(data, at)
    start = at + COOKIE.size - length
    position, end = start + table_at, start + table_at + table_size
    if start < 0 or end > at:
        yield archive.anomaly("archive-damaged", "the PyInstaller cookie points outside the file")
        return
    while position + ENTRY.size <= end:
        size, offset, packed, _, squeezed, _ = ENTRY.unpack_from(data, position)
        if size <= ENTRY.size:
            yield archive.anomaly("archive-damaged", f"no PyInstaller entry at {position}")
            return
        raw = data[position + ENTRY.size : min(end, position + size)].rstrip(b"\0")
        position += size
        if not archive.budget.enter():
            return
        yield from archive.name_anomalies(raw)
        content = archive.view[start + offset : start + offset + packed]
        if bytes(content[:4]) == LIBRARY:
            yield from _library(archive, raw, content, start + offset)
            continue
        stream = Stream("zlib", content) if squeezed else None
        chunks = stream.chunks(lambda: archive.budget.piece) if stream else iter([bytes(content)])
        yield from archive.entry(raw, start + offset, chunks, stream=stream, packed=len(content))
        if archive.budget.exhausted:
            return


def _library(archive: Opened, raw: bytes, content: memoryview, offset: int) -> Iterator[Member | Anomaly]:
    """The modules lie one behind the other, each its own zlib stream; their names are only in the marshalled table."""
    table_at = int.from_bytes(content[8:12], "big")
    position, number = LIBRARY_HEAD, 0
    while position < min(table_at, len(content)) and content[position] == ZLIB_HEAD:
        if not archive.budget.enter():
            return
        stream = Stream("zlib", content[position:])
        name = raw + b"!/%d.pyc" % number
        yield from archive.entry(name, offset + position, stream.chunks(lambda: archive.budget.piece), stream=stream)
        if archive.budget.exhausted or stream.fault or not stream.consumed:
            return
        position += stream.consumed
        number += 1
