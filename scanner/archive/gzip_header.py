"""The header of a gzip member (RFC 1952, 2.3): where it ends, what it carries, and a plain one in its stead."""

from typing import NamedTuple

__all__ = ["GzipHeader", "gzip_header"]

HAS_CHECKSUM, HAS_EXTRA, HAS_NAME, HAS_COMMENT = 2, 4, 8, 16
# Blocked gzip (BGZF) keeps its block size in an extra field of just this length.
BLOCK_SIZE_FIELD, BLOCK_SIZE_LENGTH = b"BC\2\0", 6


class GzipHeader(NamedTuple):
    """``end`` is the offset of the deflated data, ``extra`` and ``comment`` those of what only some writers put in."""

    end: int
    extra: range
    comment: range

    # Python's reader skips the header's checksum unread and takes flags that are reserved, where decoders refuse a
    # wrong one. Nothing in the header matters to the content, so decoders are given this one.
    plain: bytes = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


def gzip_header(data: bytes, at: int) -> GzipHeader:
    """The header that starts at offset ``at``; of one that is cut off, what is there."""
    flags, end = int.from_bytes(data[at + 3 : at + 4], "little"), at + 10
    extra = comment = range(0)
    if flags & HAS_EXTRA:
        extra = range(end + 2, end + 2 + int.from_bytes(data[end : end + 2], "little"))
        end = extra.stop
        if len(extra) == BLOCK_SIZE_LENGTH and data.startswith(BLOCK_SIZE_FIELD, extra.start):
            extra = range(0)
    if flags & HAS_NAME:
        end = data.find(b"\0", end) + 1 or len(data)
    if flags & HAS_COMMENT:
        comment = range(end, data.find(b"\0", end) + 1 or len(data))
        end = comment.stop
    if flags & HAS_CHECKSUM:
        end += 2
    return GzipHeader(end, extra, comment)
