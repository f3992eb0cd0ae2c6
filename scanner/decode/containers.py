"""Files that carry code or payload beside what they are: pictures and sounds with tails, notebooks, start-up files."""

import json
import re
import struct
from collections.abc import Iterator
from typing import Any, Final

from scanner.archive.tar_headers import BLOCK, is_header

__all__ = ["appended", "notebook_code", "startup_code", "tar_start"]

LEAST_TAIL: Final = 16  # bytes after a file's end that are more than padding
MAGIC_AT: Final = 257  # bytes of a tar's header before its magic
MOST_MAGICS: Final = 10_000  # that are looked at: tens of milliseconds
_PADDING: Final = b"\0\r\n \t"
NOTEBOOK_MAX: Final = 32 * 1024 * 1024


def appended(data: bytes) -> Iterator[bytes]:
    """Bytes after the end that a picture's or sound's own format declares, and text chunks inside a PNG."""
    end: int | None = None
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        end, chunks = _png(data)
        yield from chunks
    elif data[:4] == b"RIFF" and len(data) >= 12:
        end = 8 + struct.unpack_from("<I", data, 4)[0]
        end += end & 1
        yield from _riff_data(data)
    elif data[:6] in (b"GIF87a", b"GIF89a"):
        end = _gif_end(data)
    elif data[:3] == b"\xff\xd8\xff":
        last = data.rfind(b"\xff\xd9")
        end = last + 2 if last != -1 else None
        first = data.find(b"\xff\xd9")
        # Thumbnails end in the same marker; text after the last one is no picture in any case.
        if end == len(data) and first != -1:
            end = None
    elif data[:2] == b"BM" and len(data) > 14:
        end = struct.unpack_from("<I", data, 2)[0]
    elif data.startswith(b"%PDF-"):
        last = data.rfind(b"%%EOF")
        end = last + 5 if last != -1 else None
    if end is None or end >= len(data):
        return
    behind = data[end:].lstrip(_PADDING)
    tail = behind.rstrip(_PADDING)
    if len(tail) >= LEAST_TAIL:
        yield behind if is_header(behind[:BLOCK]) else tail


def tar_start(data: bytes) -> int | None:
    """Where a tar begins in what is none itself, but holds one: who reads it is told, and needs no other sign of it."""
    if is_header(data[:BLOCK]):
        return None
    at = MAGIC_AT
    for _ in range(MOST_MAGICS):
        at = data.find(b"ustar", at + 1)
        if at == -1:
            return None
        start = at - MAGIC_AT
        if is_header(data[start : start + BLOCK]):
            return start
    return None


def _png(data: bytes) -> tuple[int | None, list[bytes]]:
    position = 8
    chunks: list[bytes] = []
    while position + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, position)
        if kind in (b"tEXt", b"iTXt", b"zTXt") and 64 <= size <= len(data) - position:
            body = data[position + 8 : position + 8 + size].partition(b"\0")[2]
            if not body.startswith(b"\0\0\0\0<") and b"<x:xmpmeta" not in body[:200]:
                chunks.append(body.lstrip(b"\0"))
        position += 12 + size
        if kind == b"IEND":
            return position, chunks
    return None, chunks


def _riff_data(data: bytes) -> Iterator[bytes]:
    """A sound whose samples are text: frames that are all printable are no sound."""
    position = 12
    while position + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, position)
        body = data[position + 8 : position + 8 + min(size, len(data))]
        if kind == b"data" and len(body) >= 64 and body[:512].isascii() and body[:512].strip(b"\0").isascii():
            sample = body[:512]
            if sum(32 <= byte < 127 or byte in b"\r\n\t" for byte in sample) > 0.98 * len(sample):
                yield body
        position += 8 + size + (size & 1)


def _gif_end(data: bytes) -> int | None:
    """Walk a GIF's blocks to its trailer."""
    if len(data) < 13:
        return None
    position = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    while position < len(data):
        mark = data[position]
        if mark == 0x3B:
            return position + 1
        if mark == 0x21:
            position += 2
        elif mark == 0x2C and position + 10 < len(data):
            flags = data[position + 9]
            position += 11 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
        else:
            return None
        while position < len(data) and data[position]:
            position += data[position] + 1
        position += 1
    return None


def notebook_code(data: bytes) -> bytes | None:
    """The code cells of a Jupyter notebook as one source text; None when it is not one."""
    if len(data) > NOTEBOOK_MAX or b'"cells"' not in data:
        return None
    try:
        document: Any = json.loads(data)
    except (ValueError, RecursionError):
        return None
    cells: Any = document.get("cells") if isinstance(document, dict) else None
    if not isinstance(cells, list):
        return None
    parts: list[str] = []
    for cell in cells:
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source: Any = cell.get("source", "")
        text = "".join(str(line) for line in source) if isinstance(source, list) else str(source)
        # Shell and magic lines are no Python; as comments they still meet the rules.
        parts.append(re.sub(r"(?m)^([ \t]*)([%!?])", r"\1# \2", text))
    return "\n\n".join(parts).encode("utf-8", "surrogatepass") if parts else None


# How ``site`` takes lines: up to Python 3.12 those of a text file, from 3.13 on those of ``str.splitlines`` and behind
# a BOM. What stands before a line is asked behind its first word, which re finds at several times the speed.
_PTH_CODE: Final = (
    re.compile(rb"import(?:(?<=\Aimport)|(?<=[\n\r]import))[ \t][^\r\n]*"),
    re.compile(
        rb"import(?:(?<=\Aimport)|(?<=\A\xef\xbb\xbfimport)|(?<=[\n\r\v\f\x1c-\x1e]import)|(?<=\xc2\x85import)"
        rb"|(?<=\xe2\x80[\xa8\xa9]import))[ \t](?:[^\r\n\v\f\x1c-\x1e\xc2\xe2]+|\xc2(?!\x85)|\xe2(?!\x80[\xa8\xa9]))*"
    ),
)
_MOST_BLANK: Final = 65_536  # lines between two that run: those who need more do not need their numbers
_MOST_STARTUP: Final = 4 * 1024 * 1024  # bytes that run, where the longest of honest files has a few hundred


def startup_code(data: bytes) -> list[bytes]:
    """The lines of a ``.pth`` file that ``site`` runs, others blank so that line numbers hold; empty without any.

    One text, or one for each of the ways in which Pythons take its lines.
    """
    return [code for code in dict.fromkeys(_lines(data, pattern) for pattern in _PTH_CODE) if code]


def _lines(data: bytes, pattern: re.Pattern[bytes]) -> bytes:
    code = bytearray()
    end = 0
    for found in pattern.finditer(data):
        start = found.start()
        code += b"\n" * min(_MOST_BLANK, data.count(b"\n", end, start) or bool(code)) + found.group()
        end = found.end()
        if len(code) > _MOST_STARTUP:
            break
    return bytes(code)
