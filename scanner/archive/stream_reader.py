"""Members of a compressed file: the entries of the tar inside, or the one file that it is."""

from collections.abc import Iterator

from scanner.archive.opened import Opened
from scanner.archive.sniff import STREAMS
from scanner.archive.streams import Stream
from scanner.archive.tar_headers import BLOCK, ZEROS, header_at
from scanner.archive.tar_reader import read_tar
from scanner.archive.window import Window
from scanner.member import Member
from scanner.report import Anomaly

__all__ = ["read_stream"]

CHUNK_BYTES = 1024 * 1024
SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".lzma", ".gzip")


class _Streams:
    """The streams of one file, one behind the other: readers take them as one content."""

    def __init__(self, archive: Opened, codec: str) -> None:
        self.archive = archive
        self.codec = codec
        self.end = 0  # of the last stream
        self.fault = ""

    def chunks(self) -> Iterator[bytes]:
        view, magic = self.archive.view, STREAMS[self.codec]
        while True:
            stream = Stream(self.codec, view[self.end :])
            yield from stream.chunks(lambda: min(CHUNK_BYTES, self.archive.budget.piece))
            self.end += stream.consumed
            self.fault = stream.fault
            if stream.fault or not stream.consumed:
                return
            at = self.end
            while at < len(view) and not view[at]:  # padding is allowed between and behind streams
                at += 1
            if bytes(view[at : at + len(magic)]) != magic or not self.archive.budget.enter():
                return
            self.end = at


def read_stream(archive: Opened, codec: str) -> Iterator[Member | Anomaly]:
    streams = _Streams(archive, codec)
    if codec == "gzip":
        yield from _gzip_extras(archive)
    window = Window(_counted(archive, streams.chunks()))
    first = window.read(0, BLOCK)
    if header_at(first) or first == ZEROS:
        yield from read_tar(archive, window)
    else:
        raw = _inner_name(archive.filename).encode("utf-8", "surrogateescape")
        yield from archive.name_anomalies(raw)
        yield from archive.entry(raw, 0, _drained(window, archive))
    if archive.budget.exhausted:
        return
    if streams.fault:
        yield archive.anomaly("archive-damaged", streams.fault)
    rest = archive.view[streams.end :]
    if any(rest):
        yield archive.anomaly("stream-trailing", f"{len(rest):,} bytes at {streams.end}")
        yield from archive.blob("trailing data", rest, streams.end)


def _counted(archive: Opened, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Output counts against the time here, since a bomb of zeros has no members."""
    for chunk in chunks:
        if not archive.budget.in_time():
            return
        yield chunk


def _drained(window: Window, archive: Opened) -> Iterator[bytes]:
    at = 0
    while piece := window.read(at, at + min(CHUNK_BYTES, archive.budget.piece)):
        at += len(piece)
        window.drop(at)
        yield piece


def _inner_name(filename: str) -> str:
    base = filename.rpartition("!/")[2].rpartition("/")[2]
    for suffix in SUFFIXES:
        if base.lower().endswith(suffix):
            return base[: -len(suffix)] or "content"
    return base or "content"


def _gzip_extras(archive: Opened) -> Iterator[Member | Anomaly]:
    """What a gzip header carries beside the file's name (RFC 1952, 2.3.1)."""
    data, flags, at = archive.data, archive.data[3], 10
    if flags & 4:
        size = int.from_bytes(data[at : at + 2], "little")
        # Blocked gzip (BGZF) keeps its block size here.
        if data[at + 2 : at + 6] != b"BC\2\0":
            yield archive.anomaly("stream-extra", f"{size} extra bytes")
            yield from archive.blob("gzip extra", data[at + 2 : at + 2 + size], at + 2)
        at += 2 + size
    if flags & 8:
        at = data.find(b"\0", at) + 1 or len(data)
    if flags & 16:
        end = data.find(b"\0", at)
        comment = data[at : len(data) if end == -1 else end]
        yield archive.anomaly("stream-extra", f"a comment of {len(comment)} bytes")
        yield from archive.blob("gzip comment", comment, at)
