"""Decoding left to a command: ``echo … | base64 -d | sh`` and its like, told by the command that stands around it.

Such a text is too short to be told by its looks, and the command may stand anywhere: in a string of any language, a
script, a data file.
"""

import re
from collections.abc import Iterator
from typing import Final

from scanner.decode import blobs, steps
from scanner.decode.text import utf16_text
from scanner.search import Search

__all__ = ["DECODES", "commands"]

# One of these stands in every such command, and in next to nothing else.
DECODES: Final = (
    rb"base(?:64|32)[ \t]+(?:-[-\w]+[ \t]+)?-(?:d|D|-d)",
    rb"openssl[ \t]+(?:enc[ \t]+)?-?(?:base64|a)[ \t]",
    rb"xxd[ \t]+-[rp]",
    rb"(?:printf|echo)[ \t]+(?:-\w+[ \t]+)?[$'\"\\]*\\+(?:x[0-9a-fA-F]{2}|[0-7]{3})\\+[x0-7]",
    rb"(?i)[\s'\"]-e(?:c|nc\w*)?[ \t'\",]+[a-z0-9+/=]{24}",
    rb"(?i)FromBase64String\([ \t]*\\?['\"]",
)
COMMANDS: Final = Search({"command": DECODES})

LEAST: Final = 8  # characters of encoded text: six bytes, and no command that does anything has fewer
MOST_STAGES: Final = 8  # of one pipeline
LOOKED_BACK: Final = 64 * 1024  # bytes before a command in which its variable is assigned

# Quotes, which a string of another language may have to escape, and a blank of any length that people write.
_QUOTE: Final = rb"\$?\\?['\"]"
_GAP: Final = rb"[ \t]{0,8}"
_DECODER: Final = (
    rb"(?:/(?:usr/)?bin/)?(?:"
    rb"(?P<base64>base64[ \t][^|;&<\n'\"]{0,40}-[-dD]"
    rb"|openssl[ \t]+(?:enc[ \t]+)?-?(?:base64|a)[ \t][^|;&<\n'\"]{0,40}-d)"
    rb"|(?P<base32>base32[ \t]+-[-dD])"
    rb"|(?P<hex>xxd[ \t][^|;&<\n'\"]{0,20}-[a-z]{0,4}r)"
    rb"|(?P<rot13>tr[ \t]+" + _QUOTE + rb"?\[?A-Za-z\]?" + _QUOTE + rb"?[ \t]+" + _QUOTE + rb"?\[?N-ZA-Mn-za-m)"
    rb"|(?P<reverse>rev\b)"
    rb"|(?P<gzip>gunzip\b|zcat\b|gzip[ \t]+-\w{0,4}d)"
    rb"|(?P<bz2>bunzip2\b|bzcat\b|bzip2[ \t]+-\w{0,4}d)"
    rb"|(?P<lzma>unxz\b|xzcat\b|xz[ \t]+-\w{0,4}d)"
    rb")[^|;&<\n]{0,40}"
)
_STAGE: Final = re.compile(_GAP + rb"\|" + _GAP + _DECODER)
# What a command prints: one word, a quoted text, or a variable; behind the flags and formats that leave it as it is.
_PRINTED: Final = re.compile(
    rb"(?:echo|printf)(?:[ \t]{1,8}(?:-\w{1,3}|--|" + _QUOTE + rb"?%[sb](?:\\{1,2}n)?\\?['\"]?)){0,3}[ \t]{1,8}"
    rb"(?:" + _QUOTE + rb"(?P<quoted>[^'\"]{%d,})|" % LEAST
    + _QUOTE + rb"?(?P<word>[^\s'\"|;&<>()`]{%d,}|\$\{?\w{1,40}\}?))\\?['\"]?" % LEAST
)  # fmt: skip
# What a command is fed by a here-string or a here-document.
_FED: Final = re.compile(
    _DECODER + rb"<<(?:<" + _GAP + _QUOTE + rb"?(?P<word>[^\s'\"|;&<>()`]{%d,})" % LEAST
    + rb"|-?" + _GAP + _QUOTE + rb"?(?P<end>\w{1,40})[^\n]{0,80}\n"
    + rb"(?P<quoted>[A-Za-z0-9+/=\r\n]{%d,}?)\n(?P=end))" % LEAST
)  # fmt: skip
_NAMED: Final = re.compile(rb"\$\{?(\w{1,40})\}?")
_VALUE: Final = re.compile(_QUOTE + rb"?([^\s'\"|;&]{%d,})" % LEAST)
_ESCAPED: Final = re.compile(rb"(?:\\(?:x[0-9a-fA-F]{2}|[0-7]{3})){3}")
_POWERSHELL: Final = re.compile(
    rb"(?:[\s'\"]-[eE](?:[cC]|[nN][cC]\w{0,12})?[ \t'\",]{1,8}|[bB]ase64[sS]tring\([ \t]{0,8}\\?['\"])"
    rb"(?P<word>[A-Za-z0-9+/=]{%d,})" % LEAST
)

Command = tuple[int, tuple[str, ...], bytes]


def commands(data: bytes) -> Iterator[Command]:
    """Every text that a command in ``data`` decodes: where the command begins, the steps, and what they give.

    Lazily. Time is linear in ``data``; what does not decode is left out.
    """
    if not COMMANDS.found(data):
        return
    for match in _PRINTED.finditer(data):
        words = _stages(data, match.end())
        text = _given(data, match)
        if _ESCAPED.search(text):
            words = ("escapes", *words)
        yield from _through(words, text, match.start())
    for match in _FED.finditer(data):
        words = (_step(match), *_stages(data, match.end()))
        yield from _through(words, _given(data, match), match.start())
    for match in _POWERSHELL.finditer(data):
        for start, words, out in _through(("base64",), match["word"], match.start()):
            if utf16_text(out) is not None or blobs.looks_like_text(out):
                yield start, words, out


def _stages(data: bytes, at: int) -> tuple[str, ...]:
    """The decoders that what is printed at ``at`` goes through, one behind the other."""
    words: list[str] = []
    while len(words) < MOST_STAGES and (stage := _STAGE.match(data, at)) is not None:
        words.append(_step(stage))
        at = stage.end()
    return tuple(words)


def _step(match: re.Match[bytes]) -> str:
    return next(name for name in match.groupdict() if name in steps.DECODERS and match[name] is not None)


def _given(data: bytes, match: re.Match[bytes]) -> bytes:
    """The text of a command as its shell sees it: a variable's value, a backslash that was doubled single again."""
    text = (match["word"] or match["quoted"]).rstrip(b"\\")
    if (name := _NAMED.fullmatch(text)) is not None:
        found = data.rfind(name[1] + b"=", max(0, match.start() - LOOKED_BACK), match.start())
        value = _VALUE.match(data, found + len(name[1]) + 1) if found != -1 else None
        text = value[1] if value is not None else b""
    return text.replace(b"\\\\", b"\\")


def _through(words: tuple[str, ...], text: bytes, start: int) -> Iterator[Command]:
    try:
        for word in words:
            text = steps.DECODERS[word](text)
    except ValueError:
        return
    if words and text:
        yield start, words, text
