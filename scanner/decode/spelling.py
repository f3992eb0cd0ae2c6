"""Code as everybody writes it: where it is pulled apart, ``os . system``, over many lines, or in other letters.

To Python it is all one; rules and gates look for calls as they are written.
"""

import keyword
import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Sequence
from typing import Final

from scanner.search import OF_CODE
from scanner.syntax import QUOTED

__all__ = ["ODD", "respelled"]

LARGEST: Final = 1024 * 1024  # bytes of a text
# One pattern for each length: of any, Hyperscan would follow every word of a text. No line is indented so far.
LONG_GAP: Final = 72
LARGEST_BROKEN: Final = 48 * 1024  # where lines are joined: many honest texts break calls, and are read twice for it
# What runs or decodes a text. Before other names' brackets one blank is a matter of taste.
_LOUDEST: Final = "exec eval compile __import__ b64decode fromhex unhexlify system"
_LOUD: Final = _LOUDEST + (
    " execfile chr ord bytearray getattr import_module globals vars locals decompress loads Popen popen urlopen"
)
# Calls that rules look for in one line, and that whoever formats code breaks over several.
_CALLED: Final = (
    r"(?:requests|httpx)\.(?:get|post|put|request) urlopen urlretrieve Request b64decode "
    r"os\.system subprocess\.(?:run|call) Popen popen check_output check_call getoutput exec eval"
)
_LOUD_NAMES: Final = frozenset(_LOUD.encode().split())
_ANY_LOUD: Final = b"(?:" + _LOUD.replace(" ", "|").encode() + b")"
_KEYWORDS: Final = frozenset(word.encode() for word in (*keyword.kwlist, "print"))
DOT, CALL = b".("


def _letters() -> bytes:
    """A pattern of the characters of names that Python reads as others, in ASCII (NFKC, as PEP 3131 has it)."""
    last: dict[bytes, set[int]] = {}
    for char in map(chr, range(128, 0x20000)):  # Unicode has none behind these two planes
        if (
            unicodedata.decomposition(char)
            and f"a{char}".isidentifier()
            and unicodedata.normalize("NFKC", char).isascii()
        ):
            text = char.encode()
            last.setdefault(text[:-1], set()).add(text[-1])
    return b"|".join(
        re.escape(lead) + b"[" + b"".join(b"\\x%02x" % byte for byte in sorted(ends)) + b"]"
        for lead, ends in sorted(last.items())
    )


_LETTERS: Final = _letters()
# Most texts hold nothing of the kind.
ODD: Final = OF_CODE.add(
    {
        "letters": tuple(_LETTERS.split(b"|")),
        "blanks": (
            rb"\w[\t\f][(\[]",
            *(rb"\w[ \t\f]{%d}[(\[]" % blanks for blanks in range(2, LONG_GAP)),
            rb"[ \t\f]{%d}[(\[]" % LONG_GAP,
        ),
        "lines": (rb"\w[ \t\f]*\\\r?\n[ \t\f\r\n\\]*[(\[]", rb"\)[ \t\f]*\\\r?\n[ \t\f\r\n\\]*[(\[]"),
        "names": (rb"\b" + _ANY_LOUD + rb" \(", rb"\(\s*(?:\w+\.)*" + _ANY_LOUD + rb"\s*\)\s*\("),
        # but no list of words: those are read word by word anyway
        "broken": (
            rb"\b(?:" + _CALLED.replace(" ", "|").encode() + rb")\((?:[^\n\[][^\n]*[,(\[{])?[ \t]*\r?\n\s*[^\s\[]",
        ),
        "notes": (rb"\b(?:" + _LOUDEST.replace(" ", "|").encode() + rb")\(\s*#",),  # others carry notes to checkers
        "dots": (
            rb"\w[ \t\f]+\.[ \t\f]*[a-z_]\w*[ \t\f]*\(",
            rb"\w\.[ \t\f]+[a-z_]\w*[ \t\f]*\(",
            rb"\w[ \t\f]*\\\r?\n[ \t\f]*\.[ \t\f\\]",
        ),
    }
)
_BLANK: Final = rb"(?:[ \t\f]|\\\r?\n)"
_ROOM: Final = rb"(?:[ \t\f\r\n]|#[^\r\n]*+(?=[\r\n]))"
_PARTS: Final = (
    QUOTED.pattern
    + rb"|(?<=[\w)\]}'\"])(?P<gap>"
    + _BLANK
    + rb"++)(?=[(\[]|\.(?!\d))"
    + rb"|(?<=\.)(?P<after>"
    + _BLANK
    + rb"++)(?=[^\W\d])"
    + rb"|(?P<bracketed>\(\s*+(?:[A-Za-z_]\w*+\.)*+"
    + _ANY_LOUD
    + rb"\s*+\)(?=\s*+\())"
    + rb"|(?P<letters>"
    + _LETTERS
    + rb")|(?P<joined>\\\r?\n[ \t\f]*+)"
)
_INNER: Final = rb"(?<=[(\[{])(?P<inner>" + _ROOM + rb"++)|"
# What any of these begins with: most characters are none of it, and are passed over at twice the speed.
_APART: Final = re.compile(rb"(?=[ \t\f\r\n#'\"(\\\x80-\xff])(?:" + _INNER + _PARTS + rb")", re.DOTALL)
_AROUND: Final = re.compile(
    rb"(?P<call>\b(?:" + _CALLED.replace(" ", "|").encode() + rb")\()|" + _APART.pattern, re.DOTALL
)
_WITHIN: Final = re.compile(
    rb"(?=[ \t\f\r\n#'\"()\[\]{},\\\x80-\xff])(?:"
    + _INNER
    + rb"(?P<lines>(?:,|(?<![ \t\f]))[ \t\f]*+(?:#[^\r\n]*+)?\r?\n"
    + _ROOM
    + rb"*+)|"
    + _PARTS
    + rb"|(?P<open>[(\[{])|(?P<close>[)\]}]))",
    re.DOTALL,
)
_INSTEAD: Final[dict[str, Callable[[bytes], bytes]]] = {
    "joined": lambda _: b" ",
    "bracketed": lambda found: found.strip(b"() \t\f\r\n"),
    "letters": lambda found: unicodedata.normalize("NFKC", found.decode()).encode(),
}
_NAME: Final = re.compile(rb"[^\W\d]\w*\Z")
_LONGEST_NAME: Final = 80


def respelled(data: bytes, odd: Container[str] | None = None) -> tuple[bytes, list[int]] | None:
    """The text as everybody writes it, and the line of ``data`` for each of its lines; None where it is that already.

    ``odd`` is what ODD finds in it, where that is known. Literals and comments stay as they are. Where they cannot be
    told, what comes out may be no program; the text as it was is looked at in any case.
    """
    if len(data) > LARGEST:
        return None
    if odd is None:
        odd = ODD.found(data)
    if "notes" not in odd:  # prose is full of what looks like it
        odd = ODD.found(QUOTED.sub(b"''", data))
        if not odd or (len(data) > LARGEST_BROKEN and odd.keys() == {"broken"}):
            return None
    out: list[bytes] = []
    lines = [1]
    at, line, literal = 0, 1, -1
    is_odd = False
    for part, brackets in _parts(data, is_broken="broken" in odd):
        start, end = part.span()
        kind, gap = part.lastgroup, part[0]
        if kind is None:
            literal = end
            continue
        if kind == "inner" and start == literal:  # the bracket is the last of a comment
            continue
        oddity = (brackets and b"\n" in gap) or _oddity(data, part, at)
        if oddity is None:
            continue
        is_odd = is_odd or bool(oddity)
        kept = data[at:start]
        instead = (
            _joined(data, part, brackets[-1]) if kind == "lines" else _INSTEAD[kind](gap) if kind in _INSTEAD else b""
        )
        out += (kept, instead)
        lines.extend(range(line + 1, line + kept.count(b"\n") + 1))
        line += kept.count(b"\n") + gap.count(b"\n")
        at = end
    if not is_odd:
        return None
    out.append(data[at:])
    lines.extend(range(line + 1, line + out[-1].count(b"\n") + 1))
    return b"".join(out), lines


def _parts(data: bytes, *, is_broken: bool) -> Iterator[tuple[re.Match[bytes], Sequence[int]]]:
    """The parts of a text; of those in a call whose lines become one, where the brackets stand that are open."""
    at = 0
    while is_broken:
        call = None
        for part in _AROUND.finditer(data, at):
            if part.lastgroup == "call":
                call = part
                break
            yield part, ()
        if call is None:
            return
        at = call.end()
        brackets = [at - 1]
        for part in _WITHIN.finditer(data, at):
            at = part.end()
            if part.lastgroup == "open":
                brackets.append(part.start())
            elif part.lastgroup != "close":
                yield part, brackets
            elif len(brackets) > 1:
                brackets.pop()
            else:
                break
        else:
            return
    for part in _APART.finditer(data):
        yield part, ()


def _joined(data: bytes, part: re.Match[bytes], bracket: int) -> bytes:
    """What stands between two lines when they are one; the last comma of a call's arguments means nothing."""
    behind = data[part.end() : part.end() + 1]
    comma = b"," if part[0].startswith(b",") else b""
    if behind in (b")", b"]", b"}"):
        is_call = data[bracket] == CALL and _name_before(data, bracket) not in (b"", *_KEYWORDS)
        return b"" if is_call else comma
    return comma if behind == b"." else comma + b" "


def _oddity(data: bytes, part: re.Match[bytes], at: int) -> bool | None:
    """Whether few write it so; None of what has to stay. ``at`` is where the part before it ends."""
    start, gap = part.start(), part[0]
    before = data[max(0, start - _LONGEST_NAME) : start]
    match part.lastgroup:
        case "letters":
            return True
        case "inner":
            return b"#" in gap and _name_before(data, start - 1) in _LOUD_NAMES
        case "after":
            is_import = at != start - 1 and before[-2:-1] in (b" ", b".")  # from . import
            return None if is_import else b"\\" not in gap
        case "bracketed":
            return _may_begin(before.rstrip(b" \t\f")) or None
        case "gap":
            name = _NAME.search(before)
            if name[0] in _KEYWORDS if name else before[-1:].isdigit():
                return None
            if data[part.end()] == DOT:
                return b"\\" not in gap  # but a chain of methods, a line each
            return gap != b" " or (name is not None and name[0] in _LOUD_NAMES)
        case _:
            return False


def _name_before(data: bytes, at: int) -> bytes:
    """The name that ends at a place of a text; nothing where there is none."""
    name = _NAME.search(data[max(0, at - _LONGEST_NAME) : at])
    return name[0] if name else b""


def _may_begin(before: bytes) -> bool:
    """Whether a bracket behind this text holds an expression of its own, and calls nothing."""
    name = _NAME.search(before)
    return name[0] in _KEYWORDS if name else before[-1:] not in (b")", b"]", b"}", b"'", b'"')
