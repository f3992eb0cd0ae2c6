"""What is worth the cost of folding, decided from bytes: one pass over words, then a closer look at few."""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Final

from scanner.decode import blobs, literals, shell, steps
from scanner.search import OF_CODE

__all__ = ["WORDS", "Words", "has_command", "has_run", "stands_alone", "words_of", "worth_folding"]

Words = Mapping[str, int]

# Where a name stands that is handed on, and not called.
_BEFORE_HANDED: Final = rb"(?:[=,(\[{:]|\b(?:and|else|in|not|or|return|yield))\s*"
# What nobody needs to ask for by name.
_LOUD_NAME: Final = (
    rb"['\"](?:system|popen|exec|eval|Popen|__import__|import_module|loads|b64decode|decompress|run|call)['\"]"
)
# A literal of few characters, and one of any number, on a line.
_SHORT: Final = rb"[bBrRuU]*(?:'[^'\n]{1,12}'|\"[^\"\n]{1,12}\")\s*"
_PIECE: Final = rb"[bBrRuU]*(?:'[^'\n]+'|\"[^\"\n]+\")\s*"
_CUT_IN: Final = rb"[A-Za-z_]['\"][ \t]*\+[ \t]*[bBrRuU]?['\"][A-Za-z_]\w"
# A word alone decides nothing; what stands together does. Leading words are those of _INDIRECT below. Blanks are not
# counted: hyperscan 5.4 misses some matches of several bounded repeats in a row.
WORDS: Final = OF_CODE.add(
    {
        "run": (blobs.LONG_RUN, blobs.COMMENTED_RUN),
        "command": shell.DECODES,
        "runs": (
            rb"(?:^|[^.\w])(?:exec|eval|compile|execfile)\s*\(",
            rb"(?:[\])]|__self__)\.(?:exec|eval)\s*\(",
            _BEFORE_HANDED + rb"(?:exec|eval|compile)\s*(?:$|[;,)\]}#]|(?:and|else|for|if|or)\b)",
            rb"\b(?:exec|eval)\.__",
            rb"(?:^|[;:])[ \t]*exec[ \t]+[\w'\"]",
        ),
        "shell": (rb"os\.(?:system|popen)\b",),
        # Little honest code does this either.
        "asked": (
            rb"(?:__dict__|\b(?:vars|globals|locals)\([^()\n]*\))\s*(?:\[|\.get\s*\(|\.__getitem__\s*\()\s*"
            + _LOUD_NAME,
            rb"(?:__getattribute__|attrgetter|methodcaller)\s*\(\s*" + _LOUD_NAME,
            rb"\bvars\(\s*__builtins__",
            rb"methodcaller\(\s*[A-Za-z_][\w.]*\s*[,[(]|attrgetter\(\s*\w+\(",
            rb"\btimeit\.(?:timeit|repeat|Timer)\(\s*\w+[(\[]|\btimeit\(\s*\w+[(\[]",
            rb"runsource|runcode|runctx|PyRun_|(?:cProfile|profile|pdb)\.run",
            # A name that is looked up in a table of texts, and what it names called.
            rb"getattr\(\s*[\w.]+\s*,\s*[\w.]+\([^()\n]*\)\s*\)\s*[.(]",
            rb"__import__\(\s*[\w.]+\([^()\n]*\)",
            rb"^[ \t]*\w+[ \t]*=[ \t]*lambda[ \t]+\w+[ \t]*:[ \t]*\w+\[::-1\][ \t]*(?:$|;)",
        ),
        # No honest text takes a literal apart only to put it together again.
        "pieces": (
            rb"(?:''|\"\")\s*\.join\(\s*[\[(]\s*(?:" + _PIECE + rb",\s*){2}[bBrRuU]*['\"]",
            rb"(?:decode|decodebytes|fromhex|unhexlify)\s*\(\s*" + _PIECE + rb"(?:\+\s*)?[bBrRuU]*['\"]",
            rb"['\"]\s*\+\s*" + _SHORT + rb"\+\s*" + _SHORT + rb"\+",
        ),
        # Nor does it cut a word in two, but for tests of what joins texts, which are long and dear to fold.
        "cut word": (_CUT_IN,),
        "alias": (
            rb"\w[ \t]*=[ \t]*(?:\w+,[ \t]*)*(?:exec|eval|__import__|compile)[ \t]*(?:$|[,;#])",
            rb"\bas[ \t]+_{2,}[ \t]*(?:$|[,;\n])",
            rb"import[ \t]+(?:exec|eval)\b",
            rb"from[ \t]+builtins[ \t]+import[^\n]*(?:\*|exec|eval|compile|__import__|getattr)",
        ),
        "packed": (literals.WRITTEN_OUT, rb"(?:\\x[2-7][0-9a-fA-F]){12}"),
        "numbers": (
            rb"\b(?:bytes|bytearray)\([\[(A-Za-z_]",
            rb"chr\(|map\([ \t]*(?:chr|int)\b|int\(\w+, ?16\)|fromhex|unhexlify",
        ),
        "head": literals.ENCODED_HEADS,
        "to_bytes": (rb"to_bytes\(",),
        "codec": (rb"['\"](?:base64|hex)(?:_codec)?['\"]",),
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
        "a2b_base64": (b"a2b_base64",),
        "b16decode": (b"b16decode",),
        "b32decode": (b"b32decode",),
        "b85decode": (b"b85decode",),
        "a85decode": (b"a85decode",),
        "codecs.decode": (rb"codecs\.decode",),
        "starts": (rb"os\.(?:system|popen|exec|spawn)", rb"subprocess\.\w+\(", rb"Popen\("),
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
_CUT: Final = re.compile(rb"['\"][\w ./:(\[-]{1,40}" + _CUT_IN)
_CHARS: Final = frozenset({"chr-map", "bytes-list", "bytearray-list"})
# Wide repeats, which would triple the time that compiling the pass takes, for a word that is rare enough.
_CHR_SUM: Final = re.compile(rb"chr\([^\n]{1,40}\)\s{0,20}\+\s{0,20}chr\(")
_CHR_OF: Final = re.compile(rb"chr\([^\n]{0,60}(?:ord\(|\^)")

# What runs a text, called with something or handed on; what is only defined, or spoken of, is not. Each begins with the
# word, and is told what stands before it.
_CALL: Final = re.compile(rb"(?:execfile|exec|eval|compile)\s*+(?:\((?!\s*+\))|\.__)")
_METHOD: Final = re.compile(rb"(?:exec|eval)\s*+\(")
_HANDED: Final = re.compile(
    rb"(?:exec|eval|compile)(?:\s*+(?:[;)\]}#]|,(?!\s*+(?:and|or)\b)|$)|"
    rb"[ \t]*+(?:[\r\n]|(?<=[ \t])(?:and|else|for|if|or)\b))"
)
_STATEMENT: Final = re.compile(rb"exec[ \t]++[\w'\"]")
_HANDS: Final = re.compile(_BEFORE_HANDED + b"$")
# A command in a shell but one that stands there as it is, or whose first word does before something is filled in.
_SHELL: Final = re.compile(
    rb"os\.(?:system|popen)\b(?!\s{0,20}\(\s{0,20}"
    rb"(?:[bBrRuU]?(?:'[^'\\\n]*+'|\"[^\"\\\n]*+\")|[fF](?:'[^'\\\n{]{4,80}[^'\\\n]*+'|\"[^\"\\\n{]{4,80}[^\"\\\n]*+\"))"
    rb"\s{0,20}[,)])"
)
# A command that is put together of pieces, or of a literal and something done to it; honest code puts names into one.
_STARTS: Final = re.compile(
    rb"(?:subprocess\.\w{3,20}|Popen)\s{0,4}\(\s{0,20}\[?\s{0,20}"
    rb"(?:['\"]{2}\.join|f['\"](?:\{[^{}\"'\n]{1,80}\}){2}|['\"](?:%[sc]|\{)[^\"'\n]{0,400}['\"]\s{0,4}(?:%|\.format\()|"
    rb"[^\W\d]\w{0,80}\s{0,4}(?:\[::|\+\s{0,4}\w)|"
    rb"['\"][^\"'\n]{0,400}['\"]\s{0,4}(?:\[|\.(?:replace|translate)\(|\+\s{0,4}['\"]))"
)
_ALIAS: Final = re.compile(
    rb"(?m)^[ \t]*(?:\w+[ \t]*,[ \t]*){0,8}\w+[ \t]*=[ \t]*(?:\w+,[ \t]*){0,8}"
    rb"(?:exec|eval|__import__|compile)[ \t]*(?:$|[,;#])|"
    rb"\bas[ \t]+_{2,}[ \t]*(?:$|[,;\n])|import[ \t]+(?:exec|eval)\b|"
    rb"from[ \t]+builtins[ \t]+import[^\n]*(?:\*|exec|eval|compile|__import__|getattr)"
)
_NUMBERS: Final = re.compile(rb"\d[,\s]{1,3}(?:(?:0x)?[0-9a-fA-F]{1,7}[,\s]{1,6}){16}")
BEFORE: Final = 200  # bytes of a line before what is run
_IN_NAME: Final = re.compile(rb"\w")
_RUNNERS: Final = (b"exec", b"eval", b"compile")

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
# By the word of the pass above that each begins with or ends in: without it there is nothing to look for.
_INDIRECT: Final[Mapping[str, tuple[re.Pattern[bytes], ...]]] = {
    word: tuple(map(re.compile, patterns))
    for word, patterns in {
        "__import__": (
            b"__import__" + _BROKEN_TAIL,
            rb"__import__\s{0,20}\(\s{0,20}['\"](?:os|subprocess|" + _MODULES + rb")['\"]",
        ),
        "import_module": (b"import_module" + _BROKEN_TAIL,),
        "getattr": (
            b"getattr" + _BROKEN_TAIL,
            rb"getattr\s{0,20}\(\s{0,20}(?:(?:__builtins__|builtins)\s{0,20},|__import__\s{0,20}\(|"
            rb"(?:os|sys|subprocess)\s{0,20},\s{0,20}['\"]" + _COMMANDS + rb")",
        ),
        "globals": (rb"globals\(\)" + _BROKEN_TAIL,),
        "vars": (rb"vars\(\)" + _BROKEN_TAIL,),
        "locals": (rb"locals\(\)" + _BROKEN_TAIL,),
        "__dict__": (b"__dict__" + _BROKEN_TAIL,),
        "__builtins__": (
            b"__builtins__" + _BROKEN_TAIL,
            rb"__builtins__\s{0,20}(?:\[|\.__dict__|\.(?:exec|eval))",
            rb"(?:globals|vars|locals)\(\)\s{0,20}\[\s{0,20}['\"]__builtins__",
        ),
        "builtins": (rb"builtins\.(?:exec|eval)",),
    }.items()
}
# By the word of the pass above again.
_DECODED_LITERALS: Final = tuple(
    (word, re.compile(re.escape(word).encode() + rb"\s{0,20}\(\s{0,20}[bBrRuU]{0,2}['\"]([^'\"\n]{8,4000})['\"]"), step)
    for word, step in (
        ("b64decode", "base64"),
        ("decodebytes", "base64"),
        ("fromhex", "hex"),
        ("unhexlify", "hex"),
        ("a2b_hex", "hex"),
        ("a2b_base64", "base64"),
        ("b16decode", "hex"),
        ("b32decode", "base32"),
        ("b85decode", "base85"),
        ("a85decode", "ascii85"),
        ("codecs.decode", "rot13"),
    )
)
MAX_LOOKS: Final = 50_000  # places of one word
MAX_CUT: Final = 16 * 1024  # bytes of a text that is folded for the sake of a word that is cut in two
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
    if "runs" in words and _is_used(data):
        return True
    if (
        "asked" in words
        or "pieces" in words
        or ("cut word" in words and len(data) < MAX_CUT and _CUT.search(data))
        or ("alias" in words and _ALIAS.search(data))
        or "packed" in words
        or ("numbers" in words and literals.holds_row(data))
        or ("to_bytes" in words and literals.holds_number(data))
        or ("escapes" in words and literals.MASKED.search(data))
    ):
        return True
    if "shell" in words and _SHELL.search(data):
        return True
    if "starts" in words and _STARTS.search(data):
        return True
    if ("decoder" in words or "codec" in words) and _decoders(data, words, has_run=has_run):
        return True
    decoders = literals.PIECES if "head" in words else _named(words)
    if decoders and literals.holds_encoded(data, decoders):
        return True
    if "indirect" in words and _indirect(data, words):
        return True
    return "chars" in words and _chars(data, words, starts="starts" in words)


def stands_alone(data: bytes) -> bool:
    """Whether a decoded text is so long, and hides so little, that it is the program and not one more wrapper."""
    if len(data) < PROGRAM:
        return False
    words = words_of(data)
    return not worth_folding(data, words, has_run=has_run(words))


def _is_used(data: bytes) -> bool:
    """Whether one of the words that run a text does so, or is handed on to do it."""
    return any(_is_rife(data, word) for word in _RUNNERS) or any(_runs(data, at) for at in _runners(data))


def _runs(data: bytes, at: int) -> bool:
    """Whether the word that begins here runs a text, in no comment."""
    before = data[max(0, at - BEFORE) : at]
    line = before[max(before.rfind(b"\n"), before.rfind(b"\r")) + 1 :].strip()
    if line.startswith(b"#") and b"'" not in line and b'"' not in line and len(before) > len(line):
        return False
    if before[-1:] == b".":
        return before.endswith((b").", b"].", b"__self__.")) and _METHOD.match(data, at) is not None
    if _IN_NAME.match(before[-1:]) or before.endswith(b"def "):
        return False
    if _CALL.match(data, at):
        return True
    if _STATEMENT.match(data, at) and (not line or line.endswith((b";", b":"))):
        return True
    return _HANDED.match(data, at) is not None and _HANDS.search(before) is not None


def _runners(data: bytes) -> Iterator[int]:
    """Where the words stand that run a text."""
    for word in _RUNNERS:
        at = data.find(word)
        while at != -1:
            yield at
            at = data.find(word, at + len(word))


def _is_rife(data: bytes, word: bytes) -> bool:
    """Whether a word stands in more places than can be looked at one by one: no honest source is like that."""
    return data.count(word) > MAX_LOOKS


def _indirect(data: bytes, words: Words) -> bool:
    return any(
        word in words and (_is_rife(data, word.encode()) or any(pattern.search(data) for pattern in patterns))
        for word, patterns in _INDIRECT.items()
    )


def _decoders(data: bytes, words: Words, *, has_run: bool) -> bool:
    """A decoder beside a literal which holds text: names and addresses are hidden so, test vectors are not text."""
    if has_run and (b"Fernet" in data or b"marshal" in data or b"AES" in data or literals.MASKED.search(data)):
        return True
    for word, pattern, step in _DECODED_LITERALS:
        for match in itertools.islice(pattern.finditer(data), literals.MAX_LITERALS) if word in words else ():
            try:
                out = steps.DECODERS[step](match.group(1))
            except ValueError:
                continue
            if len(out) >= 6 and blobs.looks_like_text(out) and (step != "rot13" or b"rot" in data):
                return True
            if blobs.begins_packed(out):
                return True
    return False


def _named(words: Words) -> set[str]:
    """The decoders that a text names, of those that a literal anywhere in it may be for."""
    named = {step for word, _, step in _DECODED_LITERALS if word in words and step in literals.PIECES}
    return named | ({"base64", "hex"} if "codec" in words else set())


def _chars(data: bytes, words: Words, *, starts: bool) -> bool:
    """Characters by number or backwards: one such thing beside code that starts programs, or two."""
    at = data.find(b"[::-1]")
    while at != -1:
        if data[:at].rstrip(b" )")[-1:] in (b"'", b'"') if at < 4096 else data[at - 1 : at] in (b"'", b'"'):
            return True
        at = data.find(b"[::-1]", at + 6)
    found = len(_CHARS & words.keys())
    has_chr = b"chr(" in data
    if has_chr and (_is_rife(data, b"chr(") or (starts and _NUMBERS.search(data))):
        return True
    if has_chr:
        found += (_CHR_SUM.search(data) is not None) + (_CHR_OF.search(data) is not None)
    if found >= (1 if starts else 2):
        return True
    return starts and has_chr and "joined" in words
