"""Members of a compressed file: the entries of the tar inside, or the one file that it is."""

from collections.abc import Iterator

from scanner.archive.gzip_header import GzipHeader, gzip_header
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
        self.carrying: list[GzipHeader] = []  # those that hold more than a name

    def chunks(self) -> Iterator[bytes]:
        view, magic = self.archive.view, STREAMS[self.codec]
        while True:
            stream = self._stream()
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

    def _stream(self) -> Stream:
        if self.codec != "gzip":
            return Stream(self.codec, self.archive.view[self.end :])
        header = gzip_header(self.archive.data, self.end)
        if header.extra or header.comment:
            self.carrying.append(header)
        self.end = min(header.end, len(self.archive.data))
        return Stream(self.codec, self.archive.view[self.end :], head=header.plain)


def read_stream(archive: Opened, codec: str) -> Iterator[Member | Anomaly]:
    streams = _Streams(archive, codec)
    window = Window(_counted(archive, streams.chunks()))
    first = window.read(0, BLOCK)
    if header_at(first) or first == ZEROS:
        yield from read_tar(archive, window, lambda: Window(_counted(archive, _Streams(archive, codec).chunks())))
    else:
        raw = _inner_name(archive.filename).encode("utf-8", "surrogateescape")
        yield from archive.name_anomalies(raw)
        yield from archive.entry(raw, 0, _drained(window, archive))
    for header in streams.carrying:
        yield from _gzip_extras(archive, header)
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


def _gzip_extras(archive: Opened, header: GzipHeader) -> Iterator[Member | Anomaly]:
    """What a gzip header carries beside the file's name."""
    for what, where in (("extra", header.extra), ("comment", header.comment)):
        if where:
            yield archive.anomaly("stream-extra", f"{what} of {len(where)} bytes at {where.start}")
            yield from archive.blob(f"gzip {what}", archive.view[where.start : where.stop], where.start)
