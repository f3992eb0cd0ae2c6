"""Decoding by content: what a long literal or a data file holds, told from its bytes alone."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

from scanner.archive.tar_headers import BLOCK, is_header
from scanner.decode import marshal_reader, pickle_reader, steps
from scanner.decode.text import utf16_text
from scanner.search import Search

__all__ = [
    "Blob",
    "begins_packed",
    "encoded_runs",
    "is_archive",
    "is_executable",
    "looks_like_code",
    "looks_like_text",
    "mirrored",
    "unbroken",
    "unwrap",
]

Blob = tuple[tuple[str, ...], bytes]

MIN_RUN: Final = 120  # characters of encoded text: longer than digests, shorter than any payload that does much
PLAUSIBLE: Final = 0.97  # share of printable characters in real text

_EXECUTABLE: Final = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"\0asm", b"dex\n",
)  # fmt: skip
_ARCHIVE: Final = (b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
# Compressed streams, bytecode as marshal has it, pickles and Fernet's tokens.
_PACKED: Final = (
    *_EXECUTABLE, *_ARCHIVE, b"x\x01", b"x^", b"x\x9c", b"x\xda", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0", b"\x5d\0\0",
    b"\x28\xb5\x2f\xfd", b"\xe3\0\0\0", b"\x80\x04\x95", b"\x80\0\0\0\0",
)  # fmt: skip
B85_HEAD: Final = 5120  # characters of base85 that show what it holds: 4 kB
B64_HEAD: Final = 1024  # and of base64
# Be it broken into lines, which costs nothing more to look for.
LONG_RUN: Final = rb"[A-Za-z0-9+/=_\r\n-]{%d}" % MIN_RUN
MIN_LINE: Final = 40  # characters of such lines but for the last
# What may stand before each: an indent, the sign of a comment or a quotation, a number.
_MARGIN: Final = rb"[ \t]*(?:#+|//|\*|;|>|%|\d{1,6}[,;:|])?[ \t]*"
# In code, where only comments have such a margin.
COMMENTED_RUN: Final = rb"#[ \t]?[A-Za-z0-9+/]{%d}[A-Za-z0-9+/]*\r?\n[ \t]*#[ \t]?[A-Za-z0-9+/]{%d}" % (
    MIN_LINE,
    MIN_LINE,
)
# What base64 and base85 are made of, and what stands between two quoted lines of them, be it of a literal or a table.
_OF_LINE: Final = rb"[A-Za-z0-9!#$%&()*+/;<=>?@^_`{|}~-]"
_BREAK: Final = rb"(?:\\[rn])*"
_BEGINS: Final = rb"(?:['\"]?[\w.-]+['\"]?[ \t]*[:=][ \t]*)?[bBrRuU]?['\"]"
RUN: Final = Search(
    {
        "run": (LONG_RUN,),
        "lines": (rb"\n[ \t#/*;>%%\d,:|-]{1,8}[A-Za-z0-9+/_-]{%d}" % MIN_LINE,),
        # A quote in front is what makes these cheap to look for.
        "quoted": (
            rb"['\"=:>] ?" + _OF_LINE + b"{%d}" % MIN_RUN + _OF_LINE + b"*" + _BREAK + rb"['\"\r\n<]",
            rb"['\"]" + _OF_LINE + b"{%d}" % MIN_LINE + _OF_LINE + b"*" + _BREAK
            + rb"['\"][\s,.+&\\-]*" + _BEGINS + _OF_LINE + b"{%d}" % MIN_LINE,
            _OF_LINE + rb"{%d}\\[rn]" % MIN_LINE,
        ),
    }
)  # fmt: skip
LOOKS: Final = Search(
    {
        "code": (
            rb"^[ \t]*(?:import\s+\w|from\s+[\w.]+\s+import\s|def\s+\w+\s*\(|class\s+\w+\s*[(:])",
            rb"^[ \t]*(?:exec\s*\(|eval\s*\(|if\s+__name__|print\s*\(|[\w.]+\s*=\s*__import__\(|try\s*:)",
            rb"^[ \t]*(?:while\s+True\s*:|for\s+\w+\s+in\s|with\s+open\(|@\w+)",
            rb"\b(?:exec|eval|__import__|compile|getattr)\s*\(",
        ),
        "telling": (
            rb"(?i)https?://|\bimport\s|powershell|cmd(?:\.exe)?\s*/c|/bin/(?:ba)?sh|\bfunction\b|\bexec\b|\beval\b",
            rb"(?i)subprocess|token|webhook|password|requests?\b|\bcurl\b|\bwget\b|invoke-|socket|appdata|\\\\",
            rb"(?i)<script|@echo",
        ),
    }
)
_PRINTABLE: Final = bytes(range(32, 127)) + b"\t\r\n\f"
_LINE_ENDS: Final = (b"", b"\r", b"\n", b"'", b'"', b"<", b"\\")
_LINE: Final = re.compile(rb"([A-Za-z0-9+/_-]++={0,2})(\r?\n" + _MARGIN + rb")?")
_QUOTED_LINE: Final = re.compile(
    b"(" + _OF_LINE + b"++)(" + _BREAK + rb"['\"][\s,.+&\\-]*+" + _BEGINS + rb"|(?:\\[rn])++)?"
)
_NOT_PRINTABLE: Final = bytes(set(range(256)) - set(_PRINTABLE))
_CONTROL: Final = bytes(set(range(32)) - set(_PRINTABLE))
_B64_TABLE: Final = bytes(65 if (chr(code).isalnum() and code < 128) or code in b"+/=_-" else 32 for code in range(256))
_QUOTED_TABLE: Final = bytes(65 if re.match(_OF_LINE, bytes([code])) else 32 for code in range(256))
_NUMBER_HEADS: Final = frozenset(bytes([code]) for code in b"[({0123456789abcdefABCDEF \t\r\n")
_B32: Final = re.compile(rb"[A-Z2-7\s]++=*+\s*+")
# How compressed and marshalled bytes and zips begin in base64, backwards.
_B64_HEADS: Final = (b"Je", b"Ne", b"xe", b"9e", b"IS4H", b"0V3/", b"OhlpQ", b"FW6dT/", b"BDsEU")
_ASCII85: Final = re.compile(rb"<~[!-uz\s]+~>")
_ESCAPED: Final = re.compile(rb"(?:\\x[0-9a-fA-F]{2}|\\[0-7]{2,3}|\\u[0-9a-fA-F]{4}){8}")
_ESCAPE_BEFORE: Final = re.compile(rb"[abfnrtv]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[0-7]{1,3}")
_QUOTED: Final = re.compile(rb"(?:%[0-9a-fA-F]{2}){8}")
_NUMBERS: Final = re.compile(
    rb"\s*+[\[({]?+\s*+(?:(?:0x)?[0-9a-fA-F]{1,4}+\s*+,\s*+){24,}"
    rb"(?:0x)?[0-9a-fA-F]{1,4}+\s*+,?+\s*+[\])}]?+\s*+"
)


# Source text read backwards, or with its letters rotated, has one of these; hardly anything else does.
MIRRORED: Final = Search({"reverse": (b"tropmi", rb"\(cexe"), "rot13": (b"vzcbeg", rb"rkrp\(")})


def _alphabet(*characters: bytes) -> bytes:
    return b"".join(characters) + b" \t\n\r\f\v"


_UPPER: Final = bytes(range(65, 91))
_LOWER: Final = bytes(range(97, 123))
_DIGITS: Final = bytes(range(48, 58))
_HEX_ALPHABET: Final = _alphabet(_DIGITS, b"abcdefABCDEF:,")
_B32_ALPHABET: Final = _alphabet(_UPPER, b"234567=")
_B64_ALPHABET: Final = _alphabet(_UPPER, _LOWER, _DIGITS, b"+/_-=")
_B85_ALPHABET: Final = _alphabet(_UPPER, _LOWER, _DIGITS, b"!#$%&()*+;<=>?@^_`{|}~-")


def is_executable(data: bytes) -> bool:
    """Native code of any kind, by magic."""
    return len(data) > 64 and data.startswith(_EXECUTABLE) and (data[:2] != b"MZ" or b"PE\0\0" in data[:4096])


def is_archive(data: bytes) -> bool:
    """An archive of files by its head; a compressed stream is one more step of decoding."""
    return data.startswith(_ARCHIVE) or is_header(data[:BLOCK])


def begins_packed(data: bytes) -> bool:
    """Whether bytes begin as a program, an archive, a compressed stream or a ciphered token does."""
    return data.startswith(_PACKED)


def looks_like_text(data: bytes) -> bool:
    """Printable throughout, or nearly."""
    sample = data[:4096]
    if not sample:
        return False
    bad = len(sample) - len(sample.translate(None, _NOT_PRINTABLE))
    if bad <= (1 - PLAUSIBLE) * len(sample):
        return True
    head = sample[:1024]
    if len(head) - len(head.translate(None, _CONTROL)) > (1 - PLAUSIBLE) * len(head):
        return False  # these are of no script, and every tenth of random bytes is one
    try:
        # Text in other scripts is no less text; an incomplete character at the cut does not count.
        text = sample.decode("utf-8", "ignore" if len(data) > 4096 else "strict")
    except UnicodeDecodeError:
        return False
    if len(text) * 4 <= len(sample):
        return False
    plain = text[:1024].replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return plain.isprintable() or sum(map(str.isprintable, plain)) >= PLAUSIBLE * len(plain)


def looks_like_code(data: bytes) -> bool:
    """Whether text reads as Python: an indicator, for text that nobody marked as such."""
    if b"(" not in data and b"import " not in data:
        return False  # most of what is asked about is one long encoded text
    return "code" in LOOKS.found(data)


def mirrored(data: bytes) -> str | None:
    """The step that makes source text of what is none: ``reverse`` or ``rot13``; None where neither does."""
    if b" " not in data:
        return None  # encoded text, which is long
    found = MIRRORED.found(data)
    if not found or looks_like_code(data):
        return None
    name = min(found)
    return name if looks_like_code(steps.DECODERS[name](data)) else None


def encoded_runs(data: bytes, *, quoted: bool = False) -> Iterator[tuple[int, bytes]]:
    """Texts of base64's alphabet with where they begin: spans of some MIN_RUN bytes and more, found in steps of nearly
    that length, and lines of one length, as mail has them.

    The letters of an escape before a span, as in a literal's ``\\nQUJD``, are none of its own. With ``quoted``, lines
    of literals and tables as well, there of base85 too: those of code are folded.
    """
    found = RUN.found(data)
    if "run" in found:
        table, first = data.translate(_B64_TABLE), found["run"] - MIN_RUN
        for start, end in unbroken(table, MIN_RUN, first):
            begin = _behind_escape(data, start)
            yield begin, data[begin:end]
        yield from _in_lines(data, table, _LINE, first)
    elif "lines" in found:
        yield from _in_lines(data, data.translate(_B64_TABLE), _LINE)
    if quoted and "quoted" in found:
        yield from _in_lines(data, data.translate(_QUOTED_TABLE), _QUOTED_LINE)


def _behind_escape(data: bytes, start: int) -> int:
    """Where a text begins whose first letters may be those of an escape."""
    escape = _ESCAPE_BEFORE.match(data, start) if data[start - 1 : start] == b"\\" else None
    return start if escape is None else escape.end()


def _in_lines(data: bytes, table: bytes, pattern: re.Pattern[bytes], first: int = 0) -> Iterator[tuple[int, bytes]]:
    """What stands in lines of one length, the last of which may be shorter; of base85 in one as well.

    ``pattern`` is that of a line, with what stands between it and the next.
    """
    end = 0
    for start, _ in unbroken(table, MIN_LINE, first):
        if start < end:
            continue
        lines: list[bytes] = []
        line = pattern.match(data, begin := _behind_escape(data, start))
        while line is not None and (not lines or _goes_on(line, lines)):
            lines.append(line[1])
            end = line.end()
            line = pattern.match(data, end) if line[2] else None
        text = b"".join(lines)
        if len(text) >= MIN_RUN and (len(lines) > 1 or not _is_of(text, _B64_ALPHABET)):
            yield begin, text


def _goes_on(line: re.Match[bytes], lines: list[bytes]) -> bool:
    """Whether a line belongs to those before it, which are of one length: a whole one, and no end of such a block."""
    is_like = len(line[1]) <= len(lines[0]) == len(lines[-1]) and not line[1].startswith(b"-----")
    return is_like and (line[2] is not None or line.string[line.end() : line.end() + 1] in _LINE_ENDS)


def unbroken(table: bytes, least: int, start: int = 0) -> Iterator[tuple[int, int]]:
    """Spans of at least ``least`` bytes without a blank: looked for backwards, so that few bytes are looked at."""
    while start + least <= len(table):
        gap = table.rfind(b" ", start, start + least)
        if gap != -1:
            start = gap + 1
            continue
        end = table.find(b" ", start + least)
        end = len(table) if end == -1 else end
        yield start, end
        start = end + 1


def unwrap(data: bytes, pay: Callable[[int], None] | None = None, depth: int = 64) -> Iterator[Blob]:
    """What trial decoding gives, each with the steps to it: only texts that say something, code, and binaries.

    Lazily one level: the caller peels the result further. Several steps come at once where what lies between
    (compressed bytes) is nothing to read; behind the end of a zlib stream, which nothing reads on from by itself, it
    goes on. ``pay`` is told the size that each step gave; what it raises ends all.
    """
    waiting: deque[tuple[tuple[str, ...], bytes, int]] = deque([((), data, 0)])
    while waiting:
        path, current, at = waiting.popleft()
        for _ in range(depth):
            stream = _stream(current, at)
            if stream is None and at:
                current = current[at:]
                if _readable(current):
                    yield (*path, "appended"), current
                    break
            if stream is not None and (behind := steps.behind_padding(current, stream[1])) < len(current):
                waiting.append((path, current, behind))
            found = _step(current) if stream is None else ("zlib", stream[0])
            if found is None:
                break
            (step, current), at = found, 0
            if pay is not None:
                pay(len(current))
            path = (*path, step)
            if _readable(current):
                yield path, current
                break
            if len(current) < 16:
                break


def _is_zlib(data: bytes, at: int) -> bool:
    """Whether a zlib stream may begin at a place."""
    return len(data) > at + 8 and data[at] & 0x0F == 8 and (data[at] << 8 | data[at + 1]) % 31 == 0


def _stream(data: bytes, at: int) -> tuple[bytes, int] | None:
    """What a zlib stream holds that begins at a place, and where it ends; None where none does."""
    if not _is_zlib(data, at):
        return None
    try:
        return steps.inflated(data, at)
    except ValueError:
        return None


def _readable(data: bytes) -> bool:
    if is_executable(data) or is_archive(data) or marshal_reader.looks_like_marshal(data):
        return True
    if pickle_reader.begins_pickle(data):
        return True
    if not looks_like_text(data):
        return False
    # Of the whole: in front of what it says, somebody may put any length of what says nothing.
    if b" " not in data and b"//" not in data[:4096] and b"\\" not in data[:4096]:
        return False
    return bool(LOOKS.found(data))


def _step(data: bytes) -> tuple[str, bytes] | None:
    """One decoding step that the bytes themselves call for."""
    compressed = _compressed(data)
    if compressed is not None:
        return compressed
    if len(data) >= 32 and 0 in data[:64]:
        wide = utf16_text(data)
        if wide is not None:
            return wide[1][0], wide[0]
    if not data.isascii():
        return None
    return _encoded(data.strip())


def _compressed(data: bytes, limit: int = steps.MAX_OUTPUT) -> tuple[str, bytes] | None:
    """What a compressed stream holds, up to ``limit`` bytes, by how it begins; None where it holds nothing."""
    try:
        if _is_zlib(data, 0):
            return "zlib", steps.inflate(data, limit=limit)
        if data.startswith(b"\x1f\x8b\x08"):
            return "gzip", steps.ungzip(data, limit)
        if data.startswith(b"BZh"):
            return "bz2", steps.unbz2(data, limit)
        if data.startswith((b"\xfd7zXZ\0", b"\x5d\0\0")):
            return "lzma", steps.unlzma(data, limit)
    except ValueError:
        return None
    return None


def _is_of(data: bytes, alphabet: bytes) -> bool:
    """Whether data holds nothing else: hundreds of times cheaper to ask than a regular expression."""
    return not data[:64].translate(None, alphabet) and not data.translate(None, alphabet)


def _is_padded(data: bytes) -> bool:
    """Whether text of base64's alphabet has its padding at the end, if it has any."""
    padding = data.find(b"=")
    return padding == -1 or (padding > 0 and data[padding:] in (b"=", b"=="))


def _encoded(data: bytes) -> tuple[str, bytes] | None:
    """ASCII text that is an encoding of something: the narrowest alphabet first."""
    if len(data) < 40:
        return None
    mirror = mirrored(data)
    if mirror is not None:
        return mirror, steps.DECODERS[mirror](data)
    candidates: list[str] = []
    if data[:1] in _NUMBER_HEADS and _NUMBERS.fullmatch(data[: 1 << 20]):
        return _numbers(data)
    most = len(data) // 8 + 2  # words
    if _is_of(data, _HEX_ALPHABET) and len(data.split(None, most)) < most:
        candidates.append("hex")
    elif _is_of(data, _B32_ALPHABET) and _B32.fullmatch(data) and len(data.translate(None, steps.BLANKS)) % 8 == 0:
        candidates.append("base32")
    if b" " not in data and _is_of(data, _B64_ALPHABET):
        if _is_padded(data):
            candidates.append("base64")
        if data.startswith(b"=") or data.endswith(_B64_HEADS):
            candidates.append("reverse")
    if data.startswith(b"<~") and _ASCII85.fullmatch(data):
        candidates.append("ascii85")
    elif not candidates and b" " not in data and len(data) >= 80 and _is_of(data, _B85_ALPHABET):
        candidates.append("base85")
        data = data.translate(None, b"\r\n")  # whoever decodes it joins its lines first
    head = data[:4096]
    if b"\\" in head and _ESCAPED.search(head):
        candidates.append("escapes")
    if b"%" in head and _QUOTED.search(head):
        candidates.append("url")
    for name in candidates:
        try:
            if name == "base85" and _is_noise(steps.base85_any(data[:B85_HEAD])):
                continue
            out = steps.DECODERS[name](data)
        except ValueError:
            continue
        if name == "reverse":
            if _is_padded(out) and _promising(_try_base64(out)):
                return name, out
        elif _promising(out) or (name == "base64" and (out := _base64_behind(data))):
            return name, out
    return None


def _base64_behind(data: bytes) -> bytes:
    """What base64 says to who skips one, two or three characters; nothing where all of that is noise."""
    for start in range(1, 4):
        if _promising(_try_base64(data[start : start + B64_HEAD])):
            return _try_base64(data[start:])
    return b""


def _is_noise(head: bytes) -> bool:
    """Whether what begins like this says nothing: any text of the right letters is base85 of something."""
    return not _promising(head) and not head.startswith(b"BZh")  # whose first block may be longer than the head


def _try_base64(data: bytes) -> bytes:
    try:
        return steps.base64_any(data)
    except ValueError:
        return b""


def _promising(data: bytes) -> bool:
    """Whether decoded bytes are worth another look: text, or something with a known head."""
    if not data:
        return False
    return (
        looks_like_text(data)
        or is_executable(data)
        or is_archive(data)
        or _compressed(data, 1) is not None
        or marshal_reader.looks_like_marshal(data)
        or (0 in data[:64] and utf16_text(data) is not None)
    )


def _numbers(data: bytes) -> tuple[str, bytes] | None:
    tokens = re.findall(rb"0x[0-9a-fA-F]+|[0-9]+", data)
    try:
        values = [int(token, 0) for token in tokens]
        out = bytes(values) if max(values) < 256 else "".join(map(chr, values)).encode("utf-8", "replace")
    except ValueError:
        return None
    return ("chars", out) if _promising(out) else None
