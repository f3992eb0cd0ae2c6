"""The decoders: bytes in, bytes out, each bounded. ValueError means: this input is not of this encoding."""

import base64
import binascii
import bz2
import codecs
import contextlib
import io
import lzma
import quopri
import re
import warnings
import zlib
from collections.abc import Callable
from typing import Final

__all__ = [
    "BLANKS",
    "DECODERS",
    "LONGEST_NAME",
    "MAX_OUTPUT",
    "NAME_CODECS",
    "behind_padding",
    "escapes",
    "inflate",
    "inflated",
    "unbz2",
    "ungzip",
    "unlzma",
    "xor",
]

# One decoded text of a package is kilobytes; a bomb stops here and what came out so far is kept.
MAX_OUTPUT: Final = 16 * 1024 * 1024

# Python's codecs for the names of hosts take time by the square of the length: a longer text is not for them.
NAME_CODECS: Final = frozenset({"idna", "punycode"})
LONGEST_NAME: Final = 64 * 1024

PIECE: Final = 64 * 1024  # bytes of a stream that are decompressed in one go
SHORT_PIECE: Final = 1024  # the first of them: there may be many streams, and what is left of a piece is copied
MOST_MEMBERS: Final = 4_096  # compressed streams, one behind the other, that are read as one
_PADDING: Final = re.compile(rb"[\0\t\n\r ]*+")

Decoder = Callable[[bytes], bytes]


# Left out in one go: millions of pieces, each an object of its own, would take a worker's memory.
BLANKS: Final = b" \t\n\r\v\f"
_NOT_BASE64: Final = bytes(code for code in range(256) if not (bytes([code]).isalnum() or code in b"+/"))


def base64_any(data: bytes) -> bytes:
    """Base64 in either alphabet, as lenient as CPython's own decoder: foreign characters are dropped."""
    table = data.translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return binascii.a2b_base64(table)
    except binascii.Error:
        body = table.translate(None, _NOT_BASE64)
        body = body[: len(body) - (len(body) % 4 == 1)]
        return binascii.a2b_base64(body + b"=" * (-len(body) % 4))


_B32HEX: Final = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"
_B32_DIGITS: Final = bytes(
    _B32HEX[at] if (at := b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(code)) != -1 else 33
    for code in bytes(range(256)).upper()
)
_B32HEX_DIGITS: Final = bytes(code if code in _B32HEX else 33 for code in bytes(range(256)).upper())


def base32_any(data: bytes, digits: bytes = _B32_DIGITS) -> bytes:
    """What base64.b32decode gives, with or without its padding, as one number instead of character by character.

    ``digits`` is a table of 256 bytes: for each character the one that int() takes for it in base 32.
    """
    text = data.translate(None, BLANKS).rstrip(b"=")
    if len(text) % 8 in (1, 3, 6):
        raise ValueError("not a length of base32")
    size, spare = divmod(5 * len(text), 8)
    return (int(text.translate(digits), 32) >> spare).to_bytes(size, "big") if text else b""


def base16_any(data: bytes) -> bytes:
    return binascii.unhexlify(data.translate(None, BLANKS))


_B85: Final = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
_B85_VALUES: Final = bytes(_B85.index(code) if code in _B85 else 255 for code in range(256))


def base85_any(data: bytes) -> bytes:
    """What base64.b85decode gives, in whole columns instead of character by character."""
    padding = -len(data) % 5
    values = (data + b"~" * padding).translate(_B85_VALUES)
    if 255 in values:
        raise ValueError("not a base85 character")
    # All words at once, as one number with five bytes for each: 85 ** 5 needs one bit more than four have.
    words = 0
    for column in range(5):
        lanes = bytearray(len(values))
        lanes[4::5] = values[column::5]
        words = words * 85 + int.from_bytes(lanes, "big")
    fives = words.to_bytes(len(values), "big")
    if any(fives[::5]):
        raise ValueError("base85 overflow")
    out = bytearray(len(values) // 5 * 4)
    for column in range(4):
        out[column::4] = fives[column + 1 :: 5]
    return bytes(out[: len(out) - padding])


def ascii85_any(data: bytes) -> bytes:
    return base64.a85decode(data, adobe=data.startswith(b"<~"), ignorechars=b" \t\n\r\v")


_Z85 = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"


def z85_any(data: bytes) -> bytes:
    return base85_any(data.translate(bytes.maketrans(_Z85, _B85)))


def inflate(data: bytes, wbits: int = zlib.MAX_WBITS, limit: int = MAX_OUTPUT) -> bytes:
    """A zlib stream, cut at ``limit``; a damaged end keeps what came before. Raises ValueError when nothing came."""
    return inflated(data, 0, limit, wbits)[0]


def inflated(data: bytes, start: int, limit: int = MAX_OUTPUT, wbits: int = zlib.MAX_WBITS) -> tuple[bytes, int]:
    """What a zlib stream holds that begins at ``start``, as above, and where it ends."""
    engine = zlib.decompressobj(wbits)
    out: list[bytes] = []
    position, size, taken = start, 0, SHORT_PIECE
    try:
        # In pieces, so that a fault late in the stream does not lose what was good.
        while position < len(data) and size < limit and not engine.eof:
            piece = engine.decompress(data[position : position + taken], limit - size)
            position += taken
            taken = PIECE
            size += len(piece)
            out.append(piece)
            while engine.unconsumed_tail and size < limit:
                piece = engine.decompress(engine.unconsumed_tail, limit - size)
                size += len(piece)
                out.append(piece)
    except zlib.error as error:
        if not size:
            raise ValueError(str(error)) from None
    if not size and not engine.eof:
        raise ValueError("no data in stream")
    return b"".join(out), min(position, len(data)) - len(engine.unused_data) if engine.eof else len(data)


def ungzip(data: bytes, limit: int = MAX_OUTPUT) -> bytes:
    """What all members of a gzip file hold, as Python reads them."""
    return _members(data, limit, lambda start, limit: inflated(data, start, limit, 31))


def unbz2(data: bytes, limit: int = MAX_OUTPUT) -> bytes:
    return _members(data, limit, lambda start, limit: _decompressed(bz2.BZ2Decompressor(), data, start, limit))


def unlzma(data: bytes, limit: int = MAX_OUTPUT, **options: object) -> bytes:
    # The memory limit refuses streams that declare a dictionary of gigabytes.
    limits: dict[str, object] = options or {"memlimit": 256 * 1024 * 1024}

    def one(start: int, limit: int) -> tuple[bytes, int]:
        engine = lzma.LZMADecompressor(**limits)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        return _decompressed(engine, data, start, limit)

    return one(0, limit)[0] if options else _members(data, limit, one)


def _members(data: bytes, limit: int, one: Callable[[int, int], tuple[bytes, int]]) -> bytes:
    """What several compressed streams hold, one right behind the other; ``one`` reads the one that begins at a place.

    Raises ValueError when nothing came.
    """
    piece, end = one(0, limit)
    out, size = [piece], len(piece)
    with contextlib.suppress(ValueError):  # what stands behind the last is none
        while (start := behind_padding(data, end)) < len(data) and size < limit and len(out) < MOST_MEMBERS:
            piece, end = one(start, limit - size)
            out.append(piece)
            size += len(piece)
    return b"".join(out)


def behind_padding(data: bytes, at: int) -> int:
    """Where something stands again in ``data`` from ``at`` on; its length where nothing does."""
    found = _PADDING.match(data, at)
    return found.end() if found is not None else len(data)


def _decompressed(
    engine: bz2.BZ2Decompressor | lzma.LZMADecompressor, data: bytes, start: int, limit: int
) -> tuple[bytes, int]:
    """What a stream holds that begins at ``start``, cut at ``limit``, and where it ends.

    A damaged end keeps what came before. Raises ValueError when nothing came.
    """
    out: list[bytes] = []
    position, size = start, 0
    try:
        while not engine.eof and size < limit and (position < len(data) or not engine.needs_input):
            taken = data[position : position + PIECE] if engine.needs_input else b""
            position += len(taken)
            piece = engine.decompress(taken, limit - size)
            size += len(piece)
            out.append(piece)
    except (OSError, lzma.LZMAError, EOFError, MemoryError) as error:
        if not size:
            raise ValueError(str(error)) from None
    return b"".join(out), position - len(engine.unused_data) if engine.eof else len(data)


def rot13(data: bytes) -> bytes:
    return codecs.encode(data.decode("utf-8", "surrogateescape"), "rot13").encode("utf-8", "surrogateescape")


_ESCAPED: Final = re.compile(rb"(?:%[0-9a-fA-F]{2}){1,4096}+")


def unquote(data: bytes) -> bytes:
    """What urllib.parse.unquote_to_bytes gives, without an object for each escape."""
    out = bytearray()
    at = 0
    for run in _ESCAPED.finditer(data):
        out += data[at : run.start()]
        out += binascii.unhexlify(run[0].replace(b"%", b""))
        at = run.end()
    return bytes(out + data[at:])


def uu(data: bytes) -> bytes:
    """uuencoded lines, with or without the begin line."""
    out = bytearray()
    for line in io.BytesIO(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")):
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error as error:
            raise ValueError(str(error)) from None
    return bytes(out)


_ESCAPE = re.compile(
    rb"\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r?\n)|(.))", re.DOTALL
)
_SIMPLE = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


def _escape(match: re.Match[bytes]) -> bytes:
    number, octal, short, long, newline, char = match.groups()
    if number:
        return bytes([int(number, 16)])
    if octal:
        return bytes([int(octal, 8) & 0xFF])
    if short or long:
        code = int(short or long, 16)
        return chr(code).encode("utf-8", "surrogatepass") if code < 0x110000 else b""
    if newline:
        return b""
    return _SIMPLE.get(char, char if char in b"\\'\"" else b"\\" + char)


# What Python's own decoder reads otherwise: characters beyond a byte, by number or by name, and line ends of DOS.
_WIDE = re.compile(rb"\\[uUN\r]")


def escapes(data: bytes) -> bytes:
    """Backslash escapes as in a Python literal: what ``unicode_escape`` and ``string_escape`` undo."""
    if not _WIDE.search(data):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return data.decode("unicode_escape").encode("latin-1")
        except ValueError:
            pass  # an escape that is none: it stays as it is, and the others do not
    return _ESCAPE.sub(_escape, data)


def xor(data: bytes, key: bytes) -> bytes:
    """Repeating-key XOR over whole buffers at once."""
    if not key or not data:
        return data
    stream = (key * (len(data) // len(key) + 1))[: len(data)]
    return (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(data), "big")


# The words of a layer's path, and what they do.
DECODERS: Final[dict[str, Decoder]] = {
    "base64": base64_any,
    "base32": base32_any,
    "base32hex": lambda data: base32_any(data, _B32HEX_DIGITS),
    "hex": base16_any,
    "base85": base85_any,
    "ascii85": ascii85_any,
    "z85": z85_any,
    "zlib": inflate,
    "deflate": lambda data: inflate(data, -15),
    "gzip": ungzip,
    "bz2": unbz2,
    "lzma": unlzma,
    "rot13": rot13,
    "url": unquote,
    "uu": uu,
    "quopri": quopri.decodestring,
    "escapes": escapes,
    "reverse": lambda data: data[::-1],
}
