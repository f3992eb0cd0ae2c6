"""Whether a literal holds what is encoded: told from how it begins, so of one in pieces the first is enough."""

import base64
import binascii
import itertools
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Final

from scanner.decode import blobs, steps
from scanner.search import Search

__all__ = [
    "ENCODED_HEADS",
    "MASKED",
    "MAX_LITERALS",
    "PIECES",
    "ROWS",
    "WRITTEN_OUT",
    "holds_encoded",
    "holds_number",
    "holds_row",
]

SHORTEST: Final = 16  # characters of a literal that tell what it holds
SAMPLE: Final = 80  # of which no more are looked at: all that are decoded together divide it
LONG: Final = 40  # and that may hold something behind a mask, whatever they look like
MAX_LITERALS: Final = 2_000  # ten milliseconds; with fewer, decoys would hide what stands behind them
LONG_ROW: Final = 64  # numbers, which may be letters that something is added to
LONGEST_DECIMAL: Final = 4_000  # digits: Python reads no more of them at once

# How compressed, marshalled and machine code is written out, its letters as such or by number.
WRITTEN_OUT: Final = (
    rb"['\"](?:x\\x(?:9c|da|01)|x\^|\\x78\\x(?:9c|da|01|5e)|PK\\x03\\x04|\\x50\\x4[bB]\\x03\\x04|\\x1f\\x8b\\x08|BZh[1-9]|"
    rb"\\x42\\x5[aA]\\x68|\\xfd7zXZ|\\xfd\\x37\\x7[aA]|\]\\x00\\x00|\\x5d\\x00\\x00|\\xe3\\x00\\x00|MZ\\x|\\x4[dD]\\x5[aA]|"
    rb"\\x7fELF|\\x7f\\x45)[^'\"\n]{24}"
)
# How compressed streams, archives, machine code, bytecode, programs and scripts begin.
_HEADS: Final = (
    b"x\x9c", b"x\xda", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ", b"PK\x03\x04", b"MZ\x90", b"\x7fELF", b"\xe3\0\0\0",
    b"import ", b"from ", b"def ", b"class ", b"exec(", b"eval(", b"try:", b"#!/", b"#! /", b"https://", b"http://",
)  # fmt: skip
_OPENS: Final = rb"(?:\\?\r?\n)?"  # behind its quotes


def _encoded(head: bytes, encode: Callable[[bytes], bytes]) -> bytes:
    """A pattern for how a literal begins that encodes bytes with this head: characters that are sure, and one more."""
    low, high = encode(head + bytes(12)), encode(head + b"\xff" * 12)
    sure = bytes(one for one, _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(low, high, strict=True)))
    following = {encode(head + bytes([code]) + bytes(11))[len(sure)] for code in range(256)}
    one_of = b"".join(b"\\x%02x" % code for code in sorted(following))
    rest = max(4, SHORTEST - len(sure) - 1)
    return rb"['\"]" + _OPENS + re.escape(sure) + b"[" + one_of + rb"][!-&(-\[\]-~]{%d}" % rest


ENCODED_HEADS: Final = tuple(
    _encoded(head, encode)
    for head in _HEADS
    for encode in (base64.b64encode, base64.b32encode, base64.b85encode, binascii.hexlify)
)
# A literal without blanks, in either kind of quotes.
_LITERAL: Final = re.compile(
    rb"'%b((?:[!-&(-\[\]-~]|\\['\\]){%d,%d})|\"%b((?:[!#-\[\]-~]|\\[\"\\]){%d,%d})"
    % (_OPENS, SHORTEST, SAMPLE, _OPENS, SHORTEST, SAMPLE)
)
_ESCAPE: Final = re.compile(rb"\\(.)")
# By decoder: what its text is made of, and how many characters are decoded together.
PIECES: Final = {
    step: (re.compile(characters), unit)
    for step, characters, unit in (
        ("base64", rb"[A-Za-z0-9+/_=-]+", 4),
        ("hex", rb"[0-9A-Fa-f]+", 2),
        ("base32", rb"[A-Za-z2-7=]+", 8),
        ("base85", rb"[0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]+", 5),
        ("ascii85", rb"(?:<~)?[!-uz]+(?:~>)?", 5),
    )
}
# What may be done to an encoded text before it is decoded, by words that tell of it.
_TURNED: Final = {"reverse": (b"[::-1]", b"reversed("), "rot13": (b"rot13", b"rot_13")}
_COMPUTED: Final = rb"(?:bytes|bytearray|chr)\s{0,4}\([^\n]{0,80}\w\s{0,4}[%b]\s{0,4}[\w(]"
MASKED: Final = re.compile(_COMPUTED % rb"\^")
_SHIFTED: Final = re.compile(_COMPUTED % b"-+^")
# Bytes by their numbers, in a list or a text.
ROWS: Final = Search({"row": (rb"(?:[0-9a-fA-F]{1,3}[,\s:]+(?:0x)?){20}",)})
_ROW: Final = re.compile(rb"(?<![\w.])(?:(?:0x)?[0-9a-fA-F]{1,3}[,\s:]{1,6}){20,64}")
_NUMBER: Final = re.compile(rb"(?:0x)?([0-9a-fA-F]+)")
_LARGE_NUMBER: Final = re.compile(rb"\b(?:0[xX]([0-9a-fA-F]{64,})|(\d{100,}))")


def holds_encoded(data: bytes, decoders: Collection[str]) -> bool:
    """Whether a literal begins a text, or what is packed, for one of these decoders, which are keys of ``PIECES``.

    Identifiers and digests do not. Behind a mask any long one may.
    """
    is_masked = MASKED.search(data) is not None
    turned = [steps.DECODERS[step] for step, words in _TURNED.items() if any(word in data for word in words)]
    for match in itertools.islice(_LITERAL.finditer(data), MAX_LITERALS):
        written = _ESCAPE.sub(rb"\1", match[1] or match[2])
        for text, step in itertools.product((written, *(turn(written) for turn in turned)), decoders):
            characters, unit = PIECES[step]
            if not characters.fullmatch(text):
                continue
            if is_masked and len(text) >= LONG:
                return True
            with suppress(ValueError):
                if _says(steps.DECODERS[step](text[: len(text) - len(text) % unit])):
                    return True
    return False


def holds_row(data: bytes) -> bool:
    """Whether numbers in a row are letters of a text, or of what is packed, or are computed to be."""
    rows = [*itertools.islice(_ROW.finditer(data), MAX_LITERALS)] if ROWS.found(data) else []
    if any(_are_letters(row[0]) for row in rows):
        return True
    return any(len(_NUMBER.findall(row[0])) >= LONG_ROW for row in rows) and _SHIFTED.search(data) is not None


def holds_number(data: bytes) -> bool:
    """Whether a number holds text, or what is packed, as its bytes: keys and primes do not."""
    for match in itertools.islice(_LARGE_NUMBER.finditer(data), MAX_LITERALS):
        if match[2] and len(match[2]) > LONGEST_DECIMAL:
            return True
        number = int(match[1][:64], 16) if match[1] else int(match[2])
        head = number.to_bytes(-(-number.bit_length() // 8), "big")
        if any(_says(held) for held in (head, head[::-1])):
            return True
    return False


def _are_letters(numbers: bytes) -> bool:
    """Whether numbers, be they decimal or hexadecimal, are letters of a text or of what is packed; no order of them."""
    for base in (10, 16):
        with suppress(ValueError):
            held = bytes(int(number, base) for number in _NUMBER.findall(numbers))
            if blobs.begins_packed(held) or (blobs.looks_like_text(held) and sorted(held) != [*held]):
                return True
    return False


def _says(data: bytes) -> bool:
    """Whether the first bytes of something are those of a text, or of what is packed."""
    return blobs.looks_like_text(data) or blobs.begins_packed(data)
