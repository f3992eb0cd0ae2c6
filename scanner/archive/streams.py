"""Compressed streams, read piece by piece, with exact ends: deflate, gzip, bzip2, xz, lzma, zstd."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

import zstandard

from scanner.archive.budget import PIECE_BYTES

if TYPE_CHECKING:
    from isal import igzip_lib
    from isal.isal_zlib import crc32
else:
    try:  # no wheels for some machines
        from isal import igzip_lib
        from isal.isal_zlib import crc32
    except ImportError:
        from zlib import crc32

        igzip_lib = None

__all__ = ["CODECS", "Stream", "crc32", "inflate_whole"]

# What lies behind the end of a stream is copied by the decoder, and a file may be a million tiny streams.
FEED_BYTES = 64 * 1024
# xz -9 needs 65 MiB; a header may ask for 4 GiB.
LZMA_MEMORY = 96 * 1024 * 1024
# 128 KiB of output may come from 4 bytes of zstd (a run-length block), so it is fed in spoons of at most 8 MiB each.
ZSTD_FEED_BYTES = 256
ZSTD_WINDOW = 64 * 1024 * 1024
# Steps in which a damaged stream is read again, to get at every byte before the one at which the fault shows.
SALVAGE_STEPS = (4096, 1)


class Decoder(Protocol):
    """What bz2, lzma and isal have in common (see ``bz2.BZ2Decompressor``)."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes | memoryview, /, max_length: int = -1) -> bytes: ...


class _Zlib:
    """zlib in the same form, for machines without isal."""

    def __init__(self, wbits: int) -> None:
        self._decoder = zlib.decompressobj(wbits)
        self._rest: bytes = b""
        self._full = False  # zlib may hold output back with no input left to show for it

    @property
    def eof(self) -> bool:
        return self._decoder.eof

    @property
    def needs_input(self) -> bool:
        return not self.eof and not self._rest and not self._full

    @property
    def unused_data(self) -> bytes:
        return self._decoder.unused_data

    def decompress(self, data: bytes | memoryview, /, max_length: int = -1) -> bytes:
        out = self._decoder.decompress(self._rest + bytes(data), max(0, max_length))
        self._rest = self._decoder.unconsumed_tail
        self._full = len(out) == max_length
        return out


class _Zstd:
    """One zstd frame; its own decoder cannot limit its output, so it is fed little by little."""

    def __init__(self) -> None:
        self._decoder = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()
        self._input: memoryview = memoryview(b"")
        self._output = bytearray()
        self._unused: bytes = b""

    @property
    def eof(self) -> bool:
        return self._decoder.eof and not self._output

    @property
    def needs_input(self) -> bool:
        return not self._decoder.eof and not self._output and not self._input

    @property
    def unused_data(self) -> bytes:
        return self._unused

    def decompress(self, data: bytes | memoryview, /, max_length: int = -1) -> bytes:
        if data:
            self._input = memoryview(data)
        limit = max_length if max_length >= 0 else PIECE_BYTES
        while self._input and not self._decoder.eof and len(self._output) < limit:
            spoon, self._input = self._input[:ZSTD_FEED_BYTES], self._input[ZSTD_FEED_BYTES:]
            self._output += self._decoder.decompress(spoon)
            if self._decoder.eof:
                self._unused = self._decoder.unused_data + bytes(self._input)
                self._input = memoryview(b"")
        out = bytes(self._output[:limit])
        del self._output[:limit]
        return out


def _deflate() -> Decoder:
    return igzip_lib.IgzipDecompressor(igzip_lib.DECOMP_DEFLATE) if igzip_lib else _Zlib(-15)


def _gzip() -> Decoder:
    return igzip_lib.IgzipDecompressor(igzip_lib.DECOMP_GZIP) if igzip_lib else _Zlib(31)


def _zlib() -> Decoder:
    return igzip_lib.IgzipDecompressor(igzip_lib.DECOMP_ZLIB) if igzip_lib else _Zlib(15)


def _xz() -> Decoder:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=LZMA_MEMORY)


def _lzma() -> Decoder:
    return lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=LZMA_MEMORY)


CODECS: dict[str, Callable[[], Decoder]] = {
    "deflate": _deflate,
    "gzip": _gzip,
    "zlib": _zlib,
    "bzip2": bz2.BZ2Decompressor,
    "xz": _xz,
    "lzma": _lzma,
    "zstd": _Zstd,
}

_FAULTS: tuple[type[Exception], ...] = (
    OSError,
    EOFError,
    ValueError,
    MemoryError,
    lzma.LZMAError,
    zlib.error,
    zstandard.ZstdError,
    cast("type[Exception]", igzip_lib.IsalError if igzip_lib else zlib.error),
)


def inflate_whole(packed: memoryview, size: int) -> bytes | None:
    """Deflated content that is all as it should be: exactly ``size`` bytes from exactly these; None for any other."""
    decoder = _deflate()
    try:
        data = decoder.decompress(packed, size + 1)
    except _FAULTS:
        return None
    return data if decoder.eof and len(data) == size and not decoder.unused_data else None


@dataclass
class Stream:
    """One compressed stream at the start of ``view``.

    After the last chunk, ``consumed`` is the length of the stream in ``view`` and ``fault`` why it stopped before its
    end (empty: it did not). ``head`` is read before ``view`` (a header that the format keeps elsewhere).
    """

    codec: str
    view: memoryview
    head: bytes = b""
    consumed: int = 0
    fault: str = ""

    def chunks(self, size: Callable[[], int]) -> Iterator[bytes]:
        """The content in chunks of at most ``size()`` bytes, asked anew for each; all that can be had of a bad one."""
        given = 0
        try:
            for chunk in self._decode(CODECS[self.codec](), size):
                given += len(chunk)
                yield chunk
        except _FAULTS as error:
            self.fault = str(error) or type(error).__name__
            yield from self._salvage(given, size)

    def _decode(self, decoder: Decoder, size: Callable[[], int]) -> Iterator[bytes]:
        self.consumed = 0
        if self.head:
            decoder.decompress(self.head, 0)
        while not decoder.eof:
            feed: bytes | memoryview = b""
            if decoder.needs_input:
                feed = self.view[self.consumed : self.consumed + FEED_BYTES]
                self.consumed += len(feed)
                if not feed:
                    self.fault = "ends before its end mark"
                    return
            chunk = decoder.decompress(feed, size())
            if chunk:
                yield chunk
            elif not feed and not decoder.eof and not decoder.needs_input:
                self.fault = "makes no progress"
                return
        self.consumed -= len(decoder.unused_data)

    def _salvage(self, given: int, size: Callable[[], int]) -> Iterator[bytes]:
        """What lies between the last whole chunk and the fault, by decoding again in ever smaller steps."""
        fault = self.fault
        for smallest in SALVAGE_STEPS:
            found = self._again(given, smallest, size)
            given += len(found)
            if found:
                yield found
        self.fault = fault

    def _again(self, given: int, smallest: int, size: Callable[[], int]) -> bytes:
        found, seen = bytearray(), 0

        def step() -> int:
            return min(size(), max(0, given - seen)) or smallest

        try:
            for chunk in self._decode(CODECS[self.codec](), step):
                seen += len(chunk)
                if seen > given:
                    found += chunk
                if len(found) >= size():
                    break
        except _FAULTS:
            pass
        return bytes(found)
