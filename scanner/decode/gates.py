"""What is worth the cost of folding, decided from bytes: one libyara pass over words, then a closer look at few."""

import re
from typing import Any, Final

import yara

__all__ = ["worth_folding"]

# One pass of libyara finds all words at once. A word alone decides nothing; the pairs below do.
_SOURCE: Final = r"""
rule sink { strings: $a = "exec(" $b = "eval(" $c = "exec (" $d = "eval (" $e = "compile(" $f = " exec" $g = "=exec" $h = "=eval"
  $i = "exec," $j = "exec)" condition: any of them }
rule decoder { strings: $a = "b64decode" $b = "fromhex" $c = "decompress(" $d = "unhexlify" $e = "Fernet" $f = "marshal" $g = "85decode"
  $h = "b32decode" $i = "b16decode" $j = "rot13" $k = "rot_13" $l = "codecs.decode" $m = "AES.new" $n = "algorithms.AES" $o = "a2b_"
  $p = "pickle.loads" $q = "decodebytes" condition: any of them }
rule indirect { strings: $a = "__import__(" $b = "__builtins__" $c = "globals()[" $d = "vars()[" $e = "locals()[" $f = "import_module("
  $g = "__dict__[" $h = "getattr(__" $i = "getattr(builtins" $j = "getattr(os" $k = "getattr(sys" condition: any of them }
rule chars { strings: $a = "chr(" $b = "[::-1]" $c = "map(chr" $d = "bytes([" $e = "bytearray([" $f = "reversed(" $g = "ord("
  condition: any of them }
rule escapes { strings: $a = /\\x[0-9a-f]{2}\\x[0-9a-f]{2}\\x[0-9a-f]{2}\\x[0-9a-f]{2}/ nocase $b = /\\1[0-7]{2}\\1[0-7]{2}\\1[0-7]{2}/ condition: any of them }
rule styled { strings: $a = { F0 9D 9? } $b = { EF BD } condition: any of them }
"""
_compiled: Any = None

_LITERAL: Final = rb"""[\s(]*[bBrRuUfF]{0,2}['"]"""
# A decoder that gets a literal, or whose result goes straight into something that runs it.
_DECODED_LITERAL: Final = re.compile(
    rb"(?:b64decode|fromhex|unhexlify|85decode|b32decode|b16decode|decompress|codecs\.decode|a2b_\w+|decodebytes|loads)\s*\("
    + _LITERAL
)
_RUNS: Final = re.compile(
    rb"(?<![.\w])(?:exec|eval|compile|execfile)\s*\(|(?<![.\w'\"])(?:exec|eval|compile)\s*(?:$|[,)\];])|"
    rb"^\s*exec\s+[\w'\"]",
    re.MULTILINE,
)
_RUNS_DECODED: Final = re.compile(
    rb"(?<![.\w])(?:exec|eval|compile|execfile)\s*\([^\n]{0,160}(?:decode|decompress|fromhex|unhexlify|loads|decrypt|\[::|chr\(|join)"
)
_BROKEN_NAME: Final = re.compile(
    rb"(?:__import__|import_module|getattr|globals\(\)|vars\(\)|locals\(\)|__dict__|__builtins__)\s*[(\[]"
    rb"[^\n)\]]{0,80}(?:['\"]\s*\+\s*['\"]|\[::|chr\(|join|decode|\\x|%|\.format|replace)"
)
_INLINE_IMPORT: Final = re.compile(
    rb"__import__\s*\(\s*['\"](?:os|subprocess|base64|zlib|marshal|builtins|codecs|requests|urllib|urllib\.request|socket|lzma|"
    rb"gzip|bz2|ctypes|pickle|binascii|tempfile)['\"]"
)
_BUILTINS_BY_NAME: Final = re.compile(
    rb"(?:getattr\s*\(\s*(?:__builtins__|builtins|os|sys|subprocess)\s*,|__builtins__\s*(?:\[|\.__dict__|\.(?:exec|eval))|"
    rb"builtins\.(?:exec|eval)|(?:globals|vars|locals)\(\)\s*\[\s*['\"]__builtins__)"
)
_CHR_SUM: Final = re.compile(
    rb"chr\([^\n]{1,40}\)\s*\+\s*chr\(|map\(\s*chr\s*,|chr\([^\n]{0,60}(?:ord\(|\^)|(?:bytes|bytearray)\(\[\s*\d+\s*,"
)
_REVERSED: Final = re.compile(rb"['\"]\s*\)?\s*\[\s*::\s*-1\s*\]")
_JOINED: Final = re.compile(rb"['\"]\s*\.\s*join\s*\(")
_XOR: Final = re.compile(rb"\w\s*\^\s*(?:\w|\()")
_ALIAS: Final = re.compile(
    rb"(?m)^[ \t]*(?:\w+\s*,\s*)*\w+\s*=\s*(?:exec|eval|__import__|compile|getattr|os\.system|(?:\w+,\s*){0,8}(?:exec|eval))\s*(?:$|[,;#])|"
    rb"\bas\s+_{1,}\w*\s*(?:$|[,;\n])|import\s+(?:exec|eval)\b|from\s+builtins\s+import"
)
_SPLIT_LITERAL: Final = re.compile(rb"(?:['\"][^'\"\n]{1,12}['\"]\s*\+\s*){3}")


def _words(data: bytes) -> frozenset[str]:
    global _compiled
    if _compiled is None:
        _compiled = yara.compile(source=_SOURCE)
    return frozenset(match.rule for match in _compiled.match(data=data, fast=True, timeout=5))


def worth_folding(data: bytes, *, has_run: bool) -> bool:
    """Whether source text could hide something that folding brings out.

    ``has_run`` says that it holds a long run of encoded text. Never raises.
    """
    try:
        words = _words(data)
    except yara.Error:
        return True  # too much of it for libyara's time limit: nothing ordinary
    if not words:
        return False
    runs = "sink" in words and _RUNS.search(data) is not None
    decoder = "decoder" in words
    if runs and (has_run or _RUNS_DECODED.search(data)):
        return True
    if runs and decoder and ("chars" in words or _DECODED_LITERAL.search(data)):
        return True
    if decoder and (_DECODED_LITERAL.search(data) or b"Fernet(b" in data or (has_run and b"Fernet" in data)):
        return True
    if "indirect" in words and (
        _BROKEN_NAME.search(data) or _BUILTINS_BY_NAME.search(data) or _INLINE_IMPORT.search(data)
    ):
        return True
    if "chars" in words and _chars(data, runs):
        return True
    if "escapes" in words and (runs or "indirect" in words or (b"http" not in data and has_run)):
        return True
    if runs and (_ALIAS.search(data) or _SPLIT_LITERAL.search(data) or b"\\x" in data):
        return True
    return "styled" in words and data.count(b"\xf0\x9d") + data.count(b"\xef\xbd") > 4


def _chars(data: bytes, runs: bool) -> bool:
    if _REVERSED.search(data) or len(_CHR_SUM.findall(data)) >= (1 if runs else 2):
        return True
    return runs and (_JOINED.search(data) is not None) and (b"chr(" in data or _XOR.search(data) is not None)
