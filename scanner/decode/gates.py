"""What is worth the cost of folding, decided from bytes: one libyara pass over words, then a closer look at few."""

import itertools
import re
from typing import Any, Final

import yara

from scanner.decode import blobs, steps

__all__ = ["worth_folding"]

# One pass of libyara finds all words at once. A word alone decides nothing; the pairs below do.
_SOURCE: Final = r"""
rule sink {
  strings:
    $exec = /[^.\w]exec ?\(/ $eval = /[^.\w]eval ?\(/ $compile = /[^.\w]compile\(/ $execfile = "execfile("
    $exec_name = /[=,(\[:;] ?exec[ ,;)\r\n\]]/ $eval_name = /[=,(\[:;] ?eval[ ,;)\r\n\]]/
    $start = /^(exec|eval) ?\(/
    $statement = /[\n;:][ \t]{0,40}exec [\w"']/
  condition: any of them
}
rule decoder {
  strings:
    $a = "b64decode" $b = "fromhex" $c = "decompress(" $d = "unhexlify" $e = "Fernet" $f = "marshal" $g = "85decode"
    $h = "b32decode" $i = "b16decode" $j = "rot13" $k = "rot_13" $l = "codecs.decode" $m = "AES.new"
    $n = "algorithms.AES" $o = "a2b_" $p = "pickle.loads" $q = "decodebytes"
  condition: any of them
}
rule indirect {
  strings:
    $a = "__import__(" $b = "__builtins__" $c = "globals()[" $d = "vars()[" $e = "locals()[" $f = "import_module("
    $g = "__dict__[" $h = "getattr(__" $i = "getattr(builtins" $j = "getattr(os" $k = "getattr(sys" $l = "getattr(sub"
    $m = "builtins.e"
  condition: any of them
}
rule chars {
  strings:
    $a = "chr(" $b = "[::-1]" $c = "map(chr" $d = "bytes([" $e = "bytearray([" $f = "reversed(" $g = "ord("
  condition: any of them
}
rule escapes {
  strings:
    $a = /\\x[0-9a-f]{2}\\x[0-9a-f]{2}\\x[0-9a-f]{2}\\x[0-9a-f]{2}/ nocase
    $b = /\\1[0-7]{2}\\1[0-7]{2}\\1[0-7]{2}/
  condition: any of them
}
rule styled { strings: $a = { F0 9D 9? } $b = { EF BD } condition: any of them }
"""
_compiled: Any = None


_RUNS: Final = re.compile(
    rb"(?<![.\w])(?:exec|eval|compile|execfile)\s{0,20}\(|(?<![.\w'\"])(?:exec|eval|compile)\s{0,20}(?:$|[,)\];])|"
    rb"^\s{0,20}exec\s+[\w'\"]",
    re.MULTILINE,
)
_RUNS_DECODED: Final = re.compile(
    rb"(?<![.\w])(?:exec|eval|compile|execfile)\s{0,20}\([^\n]{0,160}"
    rb"(?:decode|decompress|fromhex|unhexlify|loads|decrypt|\[::|chr\(|join|reduce|"
    rb"translate|\+|\.format|replace|lambda)"
)
_ALIAS: Final = re.compile(
    rb"(?m)^[ \t]*(?:\w+[ \t]*,[ \t]*){0,8}\w+[ \t]*=[ \t]*(?:\w+,[ \t]*){0,8}"
    rb"(?:exec|eval|__import__|compile)[ \t]*(?:$|[,;#])|"
    rb"\bas[ \t]+_{2,}[ \t]*(?:$|[,;\n])|import[ \t]+(?:exec|eval)\b|from[ \t]+builtins[ \t]+import"
)
_SPLIT_LITERAL: Final = re.compile(rb"(?:['\"][^'\"\n]{1,12}['\"]\s{0,20}\+\s{0,20}){3}")
_JOINED: Final = re.compile(rb"['\"]\s{0,20}\.\s{0,20}join\s{0,20}\(")
_XOR: Final = re.compile(rb"\w\s{0,20}\^\s{0,20}(?:\w|\()")

# Each pattern begins with a plain word, which re finds at memchr's speed; one alternation of them would not.
_BROKEN_TAIL: Final = (
    rb"\s{0,20}[(\[][^\n)\]]{0,80}"
    rb"(?:['\"]\s{0,20}\+\s{0,20}['\"]|\[::|chr\(|bytes\(|bytearray\(|join|decode|\\x|%|\.format|replace)"
)
_MODULES: Final = (
    rb"base64|zlib|marshal|builtins|codecs|requests|urllib|urllib\.request|socket|lzma|gzip|bz2|ctypes|pickle|binascii|"
    rb"tempfile"
)
_COMMANDS: Final = rb"(?:system|popen|Popen|exec\w*|spawn\w*|run|call|check_\w+)['\"]"
_INDIRECT: Final = tuple(
    re.compile(pattern)
    for pattern in (
        *(
            word + _BROKEN_TAIL
            for word in (
                b"__import__",
                b"import_module",
                b"getattr",
                rb"globals\(\)",
                rb"vars\(\)",
                rb"locals\(\)",
                b"__dict__",
                b"__builtins__",
            )
        ),
        rb"__import__\s{0,20}\(\s{0,20}['\"](?:os|subprocess|" + _MODULES + rb")['\"]",
        rb"getattr\s{0,20}\(\s{0,20}(?:__builtins__|builtins)\s{0,20},",
        rb"getattr\s{0,20}\(\s{0,20}(?:os|sys|subprocess)\s{0,20},\s{0,20}['\"]" + _COMMANDS,
        rb"__builtins__\s{0,20}(?:\[|\.__dict__|\.(?:exec|eval))",
        rb"builtins\.(?:exec|eval)",
        rb"(?:globals|vars|locals)\(\)\s{0,20}\[\s{0,20}['\"]__builtins__",
    )
)
_CHARS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rb"chr\([^\n]{1,40}\)\s{0,20}\+\s{0,20}chr\(",
        rb"map\(\s{0,20}chr\s{0,20},",
        rb"chr\([^\n]{0,60}(?:ord\(|\^)",
        rb"bytes\(\[\s{0,20}\d+\s{0,20},",
        rb"bytearray\(\[\s{0,20}\d+\s{0,20},",
    )
)
_DECODED_LITERALS: Final = tuple(
    (re.compile(word + rb"\s{0,20}\(\s{0,20}[bBrRuU]{0,2}['\"]([^'\"\n]{8,4000})['\"]"), step)
    for word, step in (
        (rb"b64decode", "base64"),
        (rb"decodebytes", "base64"),
        (rb"fromhex", "hex"),
        (rb"unhexlify", "hex"),
        (rb"a2b_hex", "hex"),
        (rb"b32decode", "base32"),
        (rb"b85decode", "base85"),
        (rb"a85decode", "ascii85"),
        (rb"codecs\.decode", "rot13"),
    )
)
MAX_LITERALS: Final = 50


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
    if runs and (has_run or "decoder" in words or "escapes" in words or _RUNS_DECODED.search(data)):
        return True
    if runs and (_ALIAS.search(data) or _SPLIT_LITERAL.search(data)):
        return True
    if "decoder" in words and _decoders(data, has_run=has_run):
        return True
    if "indirect" in words and any(pattern.search(data) for pattern in _INDIRECT):
        return True
    if "chars" in words and _chars(data, runs=runs):
        return True
    return "styled" in words and data.count(b"\xf0\x9d") + data.count(b"\xef\xbd") > 4


def _decoders(data: bytes, *, has_run: bool) -> bool:
    """A decoder that gets a literal which holds text: names and addresses are hidden so, test vectors are not text."""
    if has_run and (b"Fernet" in data or b"marshal" in data or b"AES" in data):
        return True
    for pattern, step in _DECODED_LITERALS:
        for match in itertools.islice(pattern.finditer(data), MAX_LITERALS):
            try:
                out = steps.DECODERS[step](match.group(1))
            except ValueError:
                continue
            if len(out) >= 6 and blobs.looks_like_text(out) and (step != "rot13" or b"rot" in data):
                return True
            if out[:2] in (b"x\x9c", b"x\xda", b"\x1f\x8b", b"BZ", b"\xfd7"):
                return True
    return False


def _chars(data: bytes, *, runs: bool) -> bool:
    at = data.find(b"[::-1]")
    while at != -1:
        if data[:at].rstrip(b" )")[-1:] in (b"'", b'"') if at < 4096 else data[at - 1 : at] in (b"'", b'"'):
            return True
        at = data.find(b"[::-1]", at + 6)
    found = sum(1 for pattern in _CHARS if pattern.search(data))
    if found >= (1 if runs else 2):
        return True
    return runs and _JOINED.search(data) is not None and (b"chr(" in data or _XOR.search(data) is not None)
