"""Compressed streams piece by piece: exact ends, every byte before a fault, and no more at once than asked for."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.archive import streams
from scanner.archive.streams import CODECS, Stream
from scanner.archive.window import Window

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.compress,
    "deflate": lambda data: zlib.compress(data)[2:-4],
    "lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
}


def content_of(codec: str, packed: bytes, size: int = 1 << 20) -> tuple[bytes, Stream]:
    stream = Stream(codec, memoryview(packed))
    return b"".join(stream.chunks(lambda: size)), stream


@pytest.fixture(params=["isal", "zlib"])
def inflater(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to inflate: machines without isal use zlib."""
    if request.param == "zlib":
        monkeypatch.setattr(streams, "igzip_lib", None)
    return request.param


@pytest.mark.parametrize("codec", list(CODECS))
@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_streams_end_exactly_where_they_end(codec: str, size: int, inflater: str) -> None:
    content = bytes(range(256)) * 3 + bytes(1000)
    packed = PACKERS[codec](content)
    found, stream = content_of(codec, packed + b"what follows", size)
    assert found == content
    assert (stream.consumed, stream.fault) == (len(packed), "")


@pytest.mark.parametrize("codec", list(CODECS))
def test_no_chunk_is_larger_than_asked_for(codec: str, inflater: str) -> None:
    stream = Stream(codec, memoryview(PACKERS[codec](bytes(3_000_000))))
    assert max(len(chunk) for chunk in stream.chunks(lambda: 50_000)) <= 50_000


@pytest.mark.parametrize("codec", ["gzip", "zlib", "deflate"])
def test_every_byte_before_a_fault_comes_out(codec: str, inflater: str) -> None:
    content = b"".join(b"line %d of the file\n" % number for number in range(3000))
    packed = PACKERS[codec](content)
    found, stream = content_of(codec, packed[:-20])
    assert stream.fault
    assert content.startswith(found)
    assert len(found) > 0.98 * len(content)
    if codec != "deflate":
        wrong_sum = bytearray(packed)
        wrong_sum[-5 if codec == "gzip" else -1] ^= 1
        # The checksum is looked at in the same step that gives the last byte.
        assert content_of(codec, bytes(wrong_sum))[0] in (content, content[:-1])


def test_a_header_that_asks_for_gigabytes_of_dictionary_is_a_fault() -> None:
    packed = bytearray(lzma.compress(b"a" * 100, lzma.FORMAT_ALONE))
    packed[1:5] = (0xC0000000).to_bytes(4, "little")
    found, stream = content_of("lzma", bytes(packed))
    assert found == b""
    assert "limit" in stream.fault.lower()


@settings(max_examples=100)
@given(st.lists(st.binary(max_size=50), max_size=20), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60))))
def test_a_window_shows_what_the_whole_would_show(chunks: list[bytes], reads: list[tuple[int, int]]) -> None:
    whole = b"".join(chunks)
    window = Window(iter(chunks))
    for start, size in sorted(reads):
        window.drop(start)
        assert window.read(start, start + size) == whole[start : start + size]
