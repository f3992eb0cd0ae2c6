"""Text of any encoding that Python, or a loader written in it, accepts: transcoded to UTF-8 for matching."""

import codecs
import re
from typing import Final, NamedTuple

from scanner.decode import steps

__all__ = ["Transcoded", "transcode", "utf16_text"]

# PEP 263: in a comment that is the only thing on the first line, or on the second behind one that holds no code. Lines
# end as in CPython's ``translate_newlines`` and are as long as they are; the first line's cookie counts before another.
_COOKIE: Final = re.compile(
    rb"(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n))??"
    rb"[ \t\f]*#[^\r\n]*?coding[:=][ \t]*+([-_.a-zA-Z0-9]+)[^\r\n]*(?:\r\n?|\n)?"
)
_UNSAID: Final = b"\0" + bytes(range(128, 256))  # what ASCII has no sign for
_PRINTABLE: Final = bytes(range(32, 127)) + b"\t\r\n"
# Encodings in which ASCII bytes stand for themselves: pure ASCII needs no transcoding.
_TRANSPARENT: Final = re.compile(
    r"^(utf-8|utf-8-sig|ascii|latin|iso8859|cp\d+|koi8|mac|ptcp154|gbk|gb2312|gb18030|big5|euc|shift_jis|johab|kz1048|hp-roman8|tis-620)"
)
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Codecs between bytes and bytes, or text and text: Python 2 and custom loaders take them as source encodings.
_TRANSFORMS: Final = {
    "rot13": "rot13", "rot_13": "rot13", "rot-13": "rot13", "base64": "base64", "base64_codec": "base64", "hex": "hex",
    "hex_codec": "hex", "uu": "uu", "uu_codec": "uu", "quopri": "quopri", "quopri_codec": "quopri", "zlib": "zlib",
    "zip": "zlib", "zlib_codec": "zlib", "bz2": "bz2", "bz2_codec": "bz2", "string_escape": "escapes",
    "unicode_escape": "escapes", "unicode-escape": "escapes", "raw_unicode_escape": "escapes",
    "raw-unicode-escape": "escapes",
}  # fmt: skip


class Transcoded(NamedTuple):
    """Text as UTF-8 and the step that made it; ``data`` is the same object where nothing was needed."""

    data: bytes
    path: tuple[str, ...]

    def replaces(self, stored: bytes) -> bool:
        """Whether this says all that the stored bytes say to whoever reads them as ASCII, and so can stand for them.

        Text in UTF-16 or a Western character set does; what a cookie turns into something else does not: another
        reader, who knows no cookies, would see what this hides.
        """
        return self.data is stored or stored.translate(None, _UNSAID) == self.data.translate(None, _UNSAID)


def transcode(data: bytes, *, cookies: bool = True) -> Transcoded:
    """Bytes as stored to UTF-8 text, if they are text in another encoding. Never raises.

    ``cookies`` says whether its reader knows them: Python's compiler does, whatever a file is called.
    """
    head = data[:4]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head == codecs.BOM_UTF32_BE:
        for bom, name in _BOMS:
            if data.startswith(bom):
                return _decoded(data, name, name)
    if 0 in data[:64]:
        guessed = utf16_text(data)
        if guessed is not None:
            return Transcoded(*guessed)
    found = _COOKIE.match(data) if cookies else None
    if found is not None:
        return _by_cookie(data, found.group(1).decode("ascii").lower(), found.end())
    return Transcoded(data, ())


def utf16_text(data: bytes) -> tuple[bytes, tuple[str, ...]] | None:
    """UTF-16 or UTF-32 text without a BOM, told by where its zero bytes stand."""
    sample = data[:256]
    if len(sample) < 8:
        return None
    for width, offset, codec in ((4, 0, "utf-32-le"), (4, 3, "utf-32-be"), (2, 0, "utf-16-le"), (2, 1, "utf-16-be")):
        usable = sample[: len(sample) - len(sample) % width]
        signs = usable[offset::width]
        zeros = usable.count(0)
        if zeros <= 2 or zeros < 0.85 * (len(usable) - len(signs)):
            continue
        printable = len(signs) - len(signs.translate(None, _PRINTABLE))
        if printable >= 0.85 * len(signs):
            out = _decoded(data, codec, codec.rpartition("-")[0])
            return out.data, out.path
    return None


def _decoded(data: bytes, codec: str, step: str) -> Transcoded:
    text = data.decode(codec, "replace")
    return Transcoded(text.encode("utf-8", "replace"), (step,))


def _by_cookie(data: bytes, name: str, end: int) -> Transcoded:
    step = _TRANSFORMS.get(name)
    if step is not None:
        try:
            body = data
            if step not in ("rot13", "escapes", "quopri"):
                # The cookie's own line is not part of what the codec reads.
                body = data[end:]
            return Transcoded(steps.DECODERS[step](body), (step,))
        except ValueError:
            return Transcoded(data, ())
    try:
        codec = codecs.lookup(name)
    except (LookupError, UnicodeError, ValueError):
        return Transcoded(data, ())
    if not getattr(codec, "_is_text_encoding", True) or codec.name in ("utf-8", "ascii", "utf-8-sig", "idna"):
        return Transcoded(data, ())
    if codec.name in steps.NAME_CODECS and len(data) > steps.LONGEST_NAME:
        return Transcoded(data, ())
    if _TRANSPARENT.match(codec.name) and data.isascii():
        return Transcoded(data, ())
    try:
        return _decoded(data, codec.name, codec.name)
    except (LookupError, UnicodeError, ValueError, MemoryError):
        return Transcoded(data, ())
