"""What kind of text a match lies in, by Python's own tokenizer."""

import bisect
import io
import re
import tokenize
from typing import Final

from scanner.member import Layer
from scanner.report import Place

__all__ = ["place_of", "runs_on_import", "spans_of"]

Span = tuple[int, int, Place]
MAX_TOKENIZED: Final = 4 * 1024 * 1024
_SKIPPED: Final = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})


def place_of(layer: Layer, start: int, end: int) -> Place:
    """Where the bytes ``start`` to ``end`` of a layer lie: COMMENT or DOCSTRING only when wholly inside one.

    CODE for everything else, for text that is no Python source, and for source that does not tokenize.
    """
    if not layer.is_code or not _may_be_quiet(layer, start, end):
        return Place.CODE
    spans = spans_of(layer)
    if not spans:
        return Place.CODE
    index = bisect.bisect_right(spans, start, key=lambda span: span[0]) - 1
    if index < 0:
        return Place.CODE
    first, last, place = spans[index]
    return place if first <= start and end <= last else Place.CODE


# Comments and strings, near enough to Python's own: what this does not find is no comment and no docstring to the
# tokenizer either, save in files made to confuse it, and there a match counts as code. What is never closed runs to the
# end, so that each byte is looked at once.
_QUOTED: Final = re.compile(
    rb"#[^\n]*"
    rb"|[rRuU]?(?:"
    rb'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:""")?'
    rb"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:''')?"
    rb'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"?'
    rb"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'?)",
    re.DOTALL,
)
_BLANK: Final = b" \t\f\r\n\xef\xbb\xbf"
_LOOKED_BACK: Final = 200  # bytes before a string: the end of the line above it, behind any indentation


def _may_be_quiet(layer: Layer, start: int, end: int) -> bool:
    """Whether these bytes could lie in a comment or docstring: thirty times cheaper to ask than the tokenizer."""
    cached: list[tuple[int, int]] | None = layer.__dict__.get("_maybe_quiet")
    if cached is None:
        data = layer.data
        cached = [
            found.span()
            for found in _QUOTED.finditer(data)
            if data[found.start()] == 35 or _may_be_docstring(data, found.start())
        ]
        layer.__dict__["_maybe_quiet"] = cached
    index = bisect.bisect_right(cached, start, key=lambda span: span[0]) - 1
    return index >= 0 and end <= cached[index][1]


def _may_be_docstring(data: bytes, start: int) -> bool:
    """Whether a string that starts here has nothing before it, a colon, or a comment that may stand behind a colon."""
    before = data[max(0, start - _LOOKED_BACK) : start].rstrip(_BLANK)
    return not before or before.endswith(b":") or b"#" in before[before.rfind(b"\n") + 1 :]


def spans_of(layer: Layer) -> list[Span]:
    """All comments and docstrings of a layer as byte spans, in order; none where it does not tokenize."""
    cached: list[Span] | None = layer.__dict__.get("_place_spans")
    if cached is None:
        cached = _spans(layer.data)
        layer.__dict__["_place_spans"] = cached  # beside the other cached properties of a frozen dataclass
    return cached


def _spans(data: bytes) -> list[Span]:
    """Comments and docstrings of a source text as byte spans, in order; none where it does not tokenize."""
    if len(data) > MAX_TOKENIZED:
        return []
    try:
        text = data.decode("utf-8")
        spans = _tokenized(text.removeprefix("\ufeff"))
    except (UnicodeDecodeError, tokenize.TokenError, SyntaxError, ValueError, RecursionError, IndexError):
        return []
    offset = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    return [(start + offset, end + offset, place) for start, end, place in spans]


def _tokenized(text: str) -> list[Span]:
    lines = text.splitlines(keepends=True) if "\r" in text else text.split("\n")
    spans: list[Span] = []
    starts = _line_starts(text)
    # A docstring is a string statement that comes first in a module, class or function: nothing but a ``def``, a
    # ``class`` or the start of the file before it, nothing but the line's end after it.
    opener = True
    depth = 0
    waiting: tuple[int, int] | None = None
    head = ""
    first = True
    for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
        kind = token.type
        if kind == tokenize.ERRORTOKEN and token.string.strip() and token.string in "'\"":
            raise ValueError("does not tokenize")
        if kind == tokenize.COMMENT:
            spans.append((_offset(starts, lines, token.start), _offset(starts, lines, token.end), Place.COMMENT))
            continue
        if kind == tokenize.OP:
            depth += token.string in "([{"
            depth -= token.string in ")]}"
        if waiting is not None:
            if kind in (tokenize.NEWLINE, tokenize.ENDMARKER) or (
                kind == tokenize.OP and token.string == ";" and depth == 0
            ):
                spans.append((*waiting, Place.DOCSTRING))
            waiting = None
        if kind in _SKIPPED:
            if kind == tokenize.NEWLINE:
                first = True
            continue
        if first:
            if (
                kind == tokenize.STRING
                and opener
                and "f" not in token.string[:2].lower()
                and "b" not in token.string[:2].lower()
            ):
                waiting = (_offset(starts, lines, token.start), _offset(starts, lines, token.end))
            opener = False
            head = token.string
            first = False
        elif kind == tokenize.OP and token.string == ":" and depth == 0 and head in ("def", "class", "async"):
            opener = True
            head = ""
            first = True
    spans.sort()
    return spans


def _line_starts(text: str) -> list[int]:
    starts = [0]
    position = 0
    for line in io.StringIO(text, newline=""):
        position += len(line.encode("utf-8", "surrogatepass"))
        starts.append(position)
    return starts


def _offset(starts: list[int], lines: list[str], at: tuple[int, int]) -> int:
    row, column = at
    if row > len(starts):
        return starts[-1]
    line = lines[row - 1] if row <= len(lines) else ""
    return starts[row - 1] + len(line[:column].encode("utf-8", "surrogatepass"))


_HEADER: Final = re.compile(rb"(?:async[ \t]+)?(def|class|if|elif|else|try|except|finally|for|while|with|match|case)\b")


def runs_on_import(layer: Layer, offset: int) -> bool:
    """Whether the line at ``offset`` runs when the module does: at the top level, in a class body, or in a block there.

    By indentation alone: walks up to the headers that the line is nested in, and says False at a ``def``.
    """
    data = layer.data
    start = data.rfind(b"\n", 0, offset) + 1
    indent = _indent(data, start)
    while indent > 0:
        end = start - 1
        if end < 0:
            return True
        start = data.rfind(b"\n", 0, end) + 1
        line = data[start:end].strip()
        if not line or line.startswith(b"#"):
            continue
        here = _indent(data, start)
        if here < indent:
            header = _HEADER.match(line)
            if header is not None:
                if header.group(1) == b"def":
                    return False
                indent = here
            elif not line.startswith((b")", b"]", b"}")):
                indent = here
    return True


def _indent(data: bytes, start: int) -> int:
    width = 0
    while start < len(data):
        char = data[start]
        if char == 32:
            width += 1
        elif char == 9:
            width += 8 - width % 8
        else:
            break
        start += 1
    return width
