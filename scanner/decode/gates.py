"""What is worth the cost of folding, decided from bytes: one pass over words, then a closer look at few."""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Final

from scanner.decode import blobs, shell, steps
from scanner.search import OF_CODE

__all__ = ["WORDS", "Words", "has_command", "has_run", "stands_alone", "words_of", "worth_folding"]

Words = Mapping[str, int]

# A word alone decides nothing; what stands together does. Leading words are those of _INDIRECT below. Blanks are not
# counted: hyperscan 5.4 misses some matches of several bounded repeats in a row.
WORDS: Final = OF_CODE.add(
    {
        "run": (blobs.LONG_RUN,),
        "command": shell.DECODES,
        "sink": (
            rb"(?:^|[^.\w])(?:exec|eval) ?\(",
            rb"(?:^|[^.\w])compile\(",
            rb"execfile\(",
            rb"(?:__self__|[\])])\.(?:exec|eval)\(",
            rb"[=,(\[:;] ?(?:exec|eval)[ ,;)\r\n\]]",
            rb"[\n;:][ \t]*exec [\w\"']",
        ),
        "runs": (
            rb"(?:^|[^.\w]|[\])]\.|__self__\.)(?:exec|eval|compile|execfile)\s*\(",
            rb"(?:^|[^.\w'\"])(?:exec|eval|compile)\s*(?:$|[,)\];])",
            rb"^\s*exec\s+[\w'\"]",
        ),
        "alias": (
            rb"\w[ \t]*=[ \t]*(?:\w+,[ \t]*)*(?:exec|eval|__import__|compile)[ \t]*(?:$|[,;#])",
            rb"\bas[ \t]+_{2,}[ \t]*(?:$|[,;\n])",
            rb"import[ \t]+(?:exec|eval)\b",
            rb"from[ \t]+builtins[ \t]+import",
        ),
        "decoder": (
            rb"b64decode|fromhex|decompress\(|unhexlify|Fernet|marshal|85decode|b32decode|b16decode|rot13|rot_13",
            rb"codecs\.decode|AES\.new|algorithms\.AES|a2b_|pickle\.loads|decodebytes",
        ),
        "indirect": (
            rb"__import__\(|__builtins__|(?:globals|vars|locals)\(\)\[|import_module\(|__dict__\[",
            rb"getattr\((?:__|builtins|os|sys|sub)|builtins\.e",
        ),
        "b64decode": (b"b64decode",),
        "decodebytes": (b"decodebytes",),
        "fromhex": (b"fromhex",),
        "unhexlify": (b"unhexlify",),
        "a2b_hex": (b"a2b_hex",),
        "b32decode": (b"b32decode",),
        "b85decode": (b"b85decode",),
        "a85decode": (b"a85decode",),
        "codecs.decode": (rb"codecs\.decode",),
        "shell": (rb"os\.(?:system|popen|exec|spawn)", rb"subprocess\.\w+\(", rb"Popen\("),
        "__import__": (b"__import__",),
        "import_module": (b"import_module",),
        "getattr": (b"getattr",),
        "globals": (rb"globals\(\)",),
        "vars": (rb"vars\(\)",),
        "locals": (rb"locals\(\)",),
        "__dict__": (b"__dict__",),
        "__builtins__": (b"__builtins__",),
        "builtins": (rb"builtins\.e",),
        "chars": (rb"chr\(|\[::-1\]|bytes\(\[|bytearray\(\[|reversed\(|ord\(",),
        "chr-map": (rb"map\(\s*chr\s*,",),
        "bytes-list": (rb"bytes\(\[\s*\d+\s*,",),
        "bytearray-list": (rb"bytearray\(\[\s*\d+\s*,",),
        "joined": (rb"['\"]\s*\.\s*join\s*\(",),
        "escapes": (rb"(?:\\[xX][0-9a-fA-F]{2}){4}", rb"(?:\\1[0-7]{2}){3}", rb"(?:\\u[0-9a-fA-F]{4}){4}", rb"\\N\{"),
    }
)
_CHARS: Final = frozenset({"chr-map", "bytes-list", "bytearray-list"})
# Wide repeats, which would triple the time that compiling the pass takes, for a word that is rare enough.
_CHR_SUM: Final = re.compile(rb"chr\([^\n]{1,40}\)\s{0,20}\+\s{0,20}chr\(")
_CHR_OF: Final = re.compile(rb"chr\([^\n]{0,60}(?:ord\(|\^)")

_RUNS_DECODED: Final = re.compile(
    rb"(?<![.\w])(?:exec|eval|compile|execfile)\s{0,20}\([^\n]{0,160}"
    rb"(?:decode|decompress|fromhex|unhexlify|loads|decrypt|\[::|chr\(|join|reduce|"
    rb"translate|\+|\.format|replace|lambda|\{\d{1,7}:)"
)
_RUN: Final = re.compile(
    rb"(?<![.\w])(?:(?:execfile|exec|eval|compile)\s{0,20}(\()\s{0,20}|exec[ \t]{1,20}(?=[\w'\"]))"
)
# One of them that is called with something, or handed on; what is only defined here, or spoken of, is not.
_USED: Final = re.compile(
    rb"(?:(?<![.\w])|(?<=[\])]\.)|(?<=__self__\.))(?<!\bdef )(?:execfile|exec|eval|compile)"
    rb"(?:[ \t\f]*+(?:[\r\n#]|$)|\s*+(?:\((?!\s*+\))|[;)\]]|,(?!\s*+(?:and|or)\b))|([ \t]++[\w'\"]))"
)
# A command that is put together of pieces, or of a literal and something done to it; honest code puts names into one.
_SHELL: Final = re.compile(
    rb"(?:os\.(?:system|popen)|subprocess\.\w{3,20}|Popen)\s{0,4}\(\s{0,20}\[?\s{0,20}"
    rb"(?:['\"]{2}\.join|f['\"](?:\{[^{}\"'\n]{1,80}\}){2}|['\"](?:%[sc]|\{)[^\"'\n]{0,400}['\"]\s{0,4}(?:%|\.format\()|"
    rb"[^\W\d]\w{0,80}\s{0,4}(?:\[::|\+\s{0,4}\w)|"
    rb"['\"][^\"'\n]{0,400}['\"]\s{0,4}(?:\[|\.(?:replace|translate)\(|\+\s{0,4}['\"]))"
)
_ALIAS: Final = re.compile(
    rb"(?m)^[ \t]*(?:\w+[ \t]*,[ \t]*){0,8}\w+[ \t]*=[ \t]*(?:\w+,[ \t]*){0,8}"
    rb"(?:exec|eval|__import__|compile)[ \t]*(?:$|[,;#])|"
    rb"\bas[ \t]+_{2,}[ \t]*(?:$|[,;\n])|import[ \t]+(?:exec|eval)\b|from[ \t]+builtins[ \t]+import"
)
# A literal from its first quote on; possessive, since a payload may be megabytes.
_LITERAL: Final = re.compile(
    rb"[bBrRuU]{0,2}(?:'''.*?'''|\"\"\".*?\"\"\"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'|\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\")",
    re.DOTALL,
)
_GOES_ON: Final = re.compile(rb"\s{0,20}[.\[%+]")
_CALLED: Final = re.compile(rb"(?:[^\W\d]\w{0,80}\s{0,4}\.\s{0,4}){0,6}([^\W\d]\w{0,80})\s{0,4}\(")
_NAMED: Final = re.compile(
    rb"(?:str\s{0,4}\(\s{0,4})?([^\W\d]\w{0,80})\s{0,20}(?:[,)\n;]|\.(?:decode|encode|strip|join)|$)"
)
# Honest code runs what these give: text as it was written.
_READERS: Final = frozenset({b"open", b"compile", b"read", b"read_text", b"exec", b"eval", b"dedent"})
# It also runs what these give, where nothing in the file has taken their names: how a value is written, or a setting.
_TELLERS: Final = frozenset({b"repr", b"str", b"get"})
_COMPUTED: Final = re.compile(
    rb"\[(?!\])|[%+^]|\.(?:join|translate|format)|(?:chr|bytes|bytearray|reversed)\(|unquote|unescape|"
    rb"\.replace(?!\([rb]{0,2}['\"]\\{1,2}r(?:\\{1,2}n)?['\"],\s{0,4}[rb]{0,2}['\"]\\{1,2}n['\"]\))"
)
_IN_NAME: Final = re.compile(rb"[.\w]")
_GIVEN: Final = re.compile(rb"\s{0,20}(?:(\+=)|:?=(?!=)([^\n]{0,200}))")
_NUMBERS: Final = re.compile(rb"\d[,\s]{1,3}(?:(?:0x)?[0-9a-fA-F]{1,7}[,\s]{1,6}){16}")
MOST_RUNS: Final = 20  # names run by exec and its like that are looked for; who runs more is looked at
BEFORE: Final = 200  # bytes of a line before what is run
_RUNNERS: Final = (b"exec", b"eval", b"compile")
# The middle of a split literal: it begins with a plain character, which re finds at memchr's speed.
_SPLIT_MIDDLE: Final = re.compile(rb"\+\s{0,20}['\"][^'\"\n]{1,12}['\"]\s{0,20}\+")
_SPLIT_LITERAL: Final = re.compile(rb"(?:['\"][^'\"\n]{1,12}['\"]\s{0,20}\+\s{0,20}){3}")
_MASKED: Final = re.compile(rb"(?:bytes|bytearray|chr)\s{0,4}\([^\n]{0,80}\w\s{0,4}\^\s{0,4}[\w(]")
_XOR: Final = re.compile(rb"\w\s{0,20}\^\s{0,20}(?:\w|\()")

# Each pattern begins with a plain word, which re finds at memchr's speed; one alternation of them would not.
_BROKEN_TAIL: Final = (
    rb"\s{0,20}[(\[][^\n)\]]{0,80}"
    rb"(?:['\"]\s{0,20}\+\s{0,20}['\"]|\[::|chr\(|bytes\(|bytearray\(|join|decode(?!r)|\\x|%|\.format|replace)"
)
_MODULES: Final = (
    rb"base64|zlib|marshal|builtins|codecs|requests|urllib|urllib\.request|socket|lzma|gzip|bz2|ctypes|pickle|binascii|"
    rb"tempfile"
)
_COMMANDS: Final = rb"(?:system|popen|Popen|exec\w*|spawn\w*|run|call|check_\w+)['\"]"
# By the word of the pass above that each begins with: without it there is nothing to look for.
_INDIRECT: Final[tuple[tuple[str, re.Pattern[bytes]], ...]] = tuple(
    (word, re.compile(pattern))
    for word, pattern in (
        *(
            (word, lead + _BROKEN_TAIL)
            for word, lead in (
                ("__import__", b"__import__"),
                ("import_module", b"import_module"),
                ("getattr", b"getattr"),
                ("globals", rb"globals\(\)"),
                ("vars", rb"vars\(\)"),
                ("locals", rb"locals\(\)"),
                ("__dict__", b"__dict__"),
                ("__builtins__", b"__builtins__"),
            )
        ),
        ("__import__", rb"__import__\s{0,20}\(\s{0,20}['\"](?:os|subprocess|" + _MODULES + rb")['\"]"),
        ("getattr", rb"getattr\s{0,20}\(\s{0,20}(?:__builtins__|builtins)\s{0,20},"),
        ("getattr", rb"getattr\s{0,20}\(\s{0,20}__import__\s{0,20}\("),
        ("getattr", rb"getattr\s{0,20}\(\s{0,20}(?:os|sys|subprocess)\s{0,20},\s{0,20}['\"]" + _COMMANDS),
        ("__builtins__", rb"__builtins__\s{0,20}(?:\[|\.__dict__|\.(?:exec|eval))"),
        ("builtins", rb"builtins\.(?:exec|eval)"),
        ("__builtins__", rb"(?:globals|vars|locals)\(\)\s{0,20}\[\s{0,20}['\"]__builtins__"),
    )
)
# By the word of the pass above again.
_DECODED_LITERALS: Final = tuple(
    (word, re.compile(re.escape(word).encode() + rb"\s{0,20}\(\s{0,20}[bBrRuU]{0,2}['\"]([^'\"\n]{8,4000})['\"]"), step)
    for word, step in (
        ("b64decode", "base64"),
        ("decodebytes", "base64"),
        ("fromhex", "hex"),
        ("unhexlify", "hex"),
        ("a2b_hex", "hex"),
        ("b32decode", "base32"),
        ("b85decode", "base85"),
        ("a85decode", "ascii85"),
        ("codecs.decode", "rot13"),
    )
)
MAX_LITERALS: Final = 50
MAX_LOOKS: Final = 50_000  # places of one word
PROGRAM: Final = 8 * 1024  # bytes of a decoded text; a wrapper is shorter, but for its payload


def words_of(data: bytes) -> Words:
    """The words that a text holds: what ``has_run`` and ``worth_folding`` decide by."""
    return WORDS.found(data)


def has_run(words: Words) -> bool:
    """Whether the text holds a long run of encoded text."""
    return "run" in words


def has_command(words: Words) -> bool:
    """Whether the text may hold a shell command that decodes something."""
    return "command" in words


def worth_folding(data: bytes, words: Words, *, has_run: bool) -> bool:
    """Whether source text could hide something that folding brings out.

    ``words`` are its own, ``has_run`` says that a long run of encoded text in it counts. Never raises.
    """
    named = "sink" in words and "runs" in words
    runs = named and _is_used(data)
    if runs and (has_run or "decoder" in words or "escapes" in words or _runs_computed(data)):
        return True
    if named and (("alias" in words and _ALIAS.search(data)) or _has_split_literal(data)):
        return True
    if "shell" in words and _SHELL.search(data):
        return True
    if "decoder" in words and _decoders(data, words, has_run=has_run):
        return True
    if "indirect" in words and _indirect(data, words):
        return True
    return "chars" in words and _chars(data, words, runs=runs, starts="shell" in words)


def stands_alone(data: bytes) -> bool:
    """Whether a decoded text is so long, and hides so little, that it is the program and not one more wrapper."""
    if len(data) < PROGRAM:
        return False
    words = words_of(data)
    return not worth_folding(data, words, has_run=has_run(words))


def _is_used(data: bytes) -> bool:
    """Whether one of the words that run a text does so, or is handed on to do it."""
    if _are_runners_rife(data):
        return True
    uses = ((at, _USED.match(data, at)) for at in _runners(data))
    return any(use is not None and _is_code(data, at, is_statement=use[1] is not None) for at, use in uses)


def _runs_computed(data: bytes) -> bool:
    """Whether what is run is computed: in the call itself by anything but a reader, or on a line elsewhere."""
    if _are_runners_rife(data):
        return True
    names: set[bytes] = set()
    for at in _runners(data):
        call = _RUN.match(data, at)
        if call is None or not _is_code(data, at, is_statement=call[1] is None):
            continue
        if _RUNS_DECODED.match(data, at):
            return True
        name = _NAMED.match(data, call.end())
        if name is not None:
            names.add(name[1])
        elif _is_given_computed(data, call.end()):
            return True
    if len(names) > MOST_RUNS or any(_is_computed(data, name) for name in names):
        return True
    return _NUMBERS.search(data) is not None


def _runners(data: bytes) -> Iterator[int]:
    """Where the words stand that run a text."""
    for word in _RUNNERS:
        at = data.find(word)
        while at != -1:
            yield at
            at = data.find(word, at + len(word))


def _are_runners_rife(data: bytes) -> bool:
    return any(_is_rife(data, word) for word in _RUNNERS)


def _is_code(data: bytes, at: int, *, is_statement: bool) -> bool:
    """Whether a word may run something where it stands: not in a comment, and a statement at the start of one."""
    before = data[max(0, at - BEFORE) : at]
    line = before[max(before.rfind(b"\n"), before.rfind(b"\r")) + 1 :].strip()
    if line.startswith(b"#") and b"'" not in line and b'"' not in line and len(before) > len(line):
        return False
    return not is_statement or not line or line.endswith((b";", b":"))


def _is_given_computed(data: bytes, at: int) -> bool:
    """Whether the argument that begins here is computed by what stands in it."""
    if literal := _LITERAL.match(data, at):
        return _GOES_ON.match(data, literal.end()) is not None
    called = _CALLED.match(data, at)
    if called is None or called[1] in _READERS:
        return False
    return called[1] not in _TELLERS or _is_made_here(data, called[1])


def _is_made_here(data: bytes, name: bytes) -> bool:
    """Whether a name is one of this file's own: defined, given, or another name for what is imported."""
    return any(
        data[max(0, start - 8) : start].rstrip().endswith((b"def", b"class", b" as")) or _GIVEN.match(data, end)
        for start, end in _places(data, name)
    )


def _is_computed(data: bytes, name: bytes) -> bool:
    """Whether some line puts a name's text together."""
    for _, end in _places(data, name):
        given = _GIVEN.match(data, end)
        if given is not None and (given[1] is not None or _COMPUTED.search(given[2])):
            return True
    return False


def _places(data: bytes, name: bytes) -> Iterator[tuple[int, int]]:
    """Where a name stands by itself and is no attribute."""
    for found in re.finditer(re.escape(name) + rb"(?!\w)", data):
        start, end = found.span()
        if not start or not _IN_NAME.match(data, start - 1):
            yield start, end


def _is_rife(data: bytes, word: bytes) -> bool:
    """Whether a word stands in more places than can be looked at one by one: no honest source is like that."""
    return data.count(word) > MAX_LOOKS


def _indirect(data: bytes, words: Words) -> bool:
    return any(
        word in words and (_is_rife(data, word.encode()) or pattern.search(data) is not None)
        for word, pattern in _INDIRECT
    )


def _has_split_literal(data: bytes) -> bool:
    return _SPLIT_MIDDLE.search(data) is not None and _SPLIT_LITERAL.search(data) is not None


def _decoders(data: bytes, words: Words, *, has_run: bool) -> bool:
    """A decoder that gets a literal which holds text: names and addresses are hidden so, test vectors are not text."""
    if has_run and (b"Fernet" in data or b"marshal" in data or b"AES" in data or _MASKED.search(data)):
        return True
    for word, pattern, step in _DECODED_LITERALS:
        for match in itertools.islice(pattern.finditer(data), MAX_LITERALS) if word in words else ():
            try:
                out = steps.DECODERS[step](match.group(1))
            except ValueError:
                continue
            if len(out) >= 6 and blobs.looks_like_text(out) and (step != "rot13" or b"rot" in data):
                return True
            if out[:2] in (b"x\x9c", b"x\xda", b"\x1f\x8b", b"BZ", b"\xfd7"):
                return True
    return False


def _chars(data: bytes, words: Words, *, runs: bool, starts: bool) -> bool:
    """Characters by number or backwards: one such thing beside code that runs text or starts programs, or two."""
    at = data.find(b"[::-1]")
    while at != -1:
        if data[:at].rstrip(b" )")[-1:] in (b"'", b'"') if at < 4096 else data[at - 1 : at] in (b"'", b'"'):
            return True
        at = data.find(b"[::-1]", at + 6)
    found = len(_CHARS & words.keys())
    has_chr = b"chr(" in data
    if has_chr and (_is_rife(data, b"chr(") or ((runs or starts) and _NUMBERS.search(data))):
        return True
    if has_chr:
        found += (_CHR_SUM.search(data) is not None) + (_CHR_OF.search(data) is not None)
    if found >= (1 if runs or starts else 2):
        return True
    return "joined" in words and (((runs or starts) and has_chr) or (runs and _XOR.search(data) is not None))
