"""What kind of text a match lies in, by Python's own parser and tokenizer."""

import ast
import bisect
import io
import itertools
import re
import sys
import tokenize
import warnings
from collections.abc import Iterator
from typing import Final

from scanner.member import Layer, plain_name
from scanner.report import Place, Scope
from scanner.syntax import QUOTED, nodes, statements

__all__ = [
    "are_literals_sure",
    "likely_quiet",
    "may_be_quiet",
    "only_holds",
    "place_of",
    "runs_on_import",
    "spans_of",
]

Span = tuple[int, int, Place]
MAX_TOKENIZED: Final = 4 * 1024 * 1024
_SKIPPED: Final = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})


def place_of(layer: Layer, start: int, end: int) -> Place:
    """Where the bytes ``start`` to ``end`` of a layer lie: COMMENT or DOCSTRING only when wholly inside one.

    CODE for everything else, for text that is no Python source, and for source that does not tokenize.
    """
    if not may_be_quiet(layer, start, end):
        return Place.CODE
    spans = spans_of(layer)
    if not spans:
        return Place.CODE
    index = bisect.bisect_right(spans, start, key=lambda span: span[0]) - 1
    if index < 0:
        return Place.CODE
    first, last, place = spans[index]
    return place if first <= start and end <= last else Place.CODE


COMMENT: Final = ord("#")
_BLANK: Final = b" \t\f\r\n\xef\xbb\xbf"
_PREFIX: Final = b"rRuU"
_BEFORE: Final = frozenset(_BLANK + _PREFIX + b":;\\")
_LOOKED_BACK: Final = 200  # bytes before a string: the end of the line above it, behind any indentation
_OPENS: Final = frozenset(b"'\"rRuU\\")  # what a line begins with that may be a docstring or the end of one
# A line that may hold a docstring behind what it belongs to.
_ONE_LINE: Final = re.compile(rb"^(?:async|def|class)\b|->|\)[ \t\f]*:[ \t\f]*[rRuU]?['\"]")
# From Python 3.12 on, what stands between the braces of a formatted string may hold quotes of its own; and from then on
# the tree says where that is.
_FORMATTED: Final = re.compile(rb"(?<![0-9A-Za-z_])(?:[fFtT][rR]?|[rR][fFtT])['\"]")
_FIELDS: Final = frozenset({ast.FormattedValue, getattr(ast, "Interpolation", ast.FormattedValue)})
_EXECUTES: Final = re.compile(rb"(?<![.\w])(?:exec|eval)\b|\b(?:builtins(?:__)?\.(?:exec|eval)|execfile|run_path)\b")
_OWN_TEXT: Final = (b"__file__", b"__loader__", b"__spec__", b"getsource", b"getcomments", b"linecache")
_MOST_SPANS: Final = 250_000  # thirty megabytes; the largest honest modules have a tenth of that
_MOST_TOKENS: Final = 500_000  # seconds of the tokenizer, which is Python's slowest reader: no more is told of a text
_NESTS: Final = sys.version_info >= (3, 12)


# Names by which code could do something with a text that it holds; a test without any only hands it to what is tested.
_ACTS: Final = (
    "exec eval compile execfile __import__ import_module getattr attrgetter methodcaller globals locals vars open "
    "system popen Popen subprocess check_output check_call call run fork pty socket urlopen urllib http requests "
    "httpx aiohttp ctypes cffi marshal pickle dill runpy run_path importlib builtins __builtins__ __class__ "
    "__globals__ __dict__ __code__ __subclasses__ FunctionType CodeType code codeop modules write write_text "
    "write_bytes writelines environ os sys shutil asyncio threading multiprocessing"
)
ACTS: Final = frozenset(_ACTS.split())
_ACT: Final = re.compile(rb"\b(?:" + b"|".join(map(str.encode, sorted(ACTS))) + rb")\b")


def may_be_quiet(layer: Layer, start: int, end: int) -> bool:
    """Whether these bytes could lie in a comment or docstring: far cheaper to ask than the parser."""
    if not layer.is_code or not (_is_near_quote(layer, start) or only_holds(layer)):
        return False
    likely = likely_quiet(layer)
    index = bisect.bisect_right(likely, (start, sys.maxsize)) - 1
    return index >= 0 and end <= likely[index][1]


def likely_quiet(layer: Layer) -> list[tuple[int, int]]:
    """Every comment, and every string that could be a docstring, of a text that Python takes for source; in order.

    None of a text where these may run all the same, or that has more of them than there is room for.
    """
    cached: list[tuple[int, int]] | None = layer.__dict__.get("_likely_quiet")
    if cached is None:
        data = layer.data
        told = len(data) <= MAX_TOKENIZED and not _reads_itself(layer)
        spans = (match.span() for match in QUOTED.finditer(data if told else b""))
        likely = (
            (start, end)
            for start, end in spans
            if data[start] == COMMENT
            or ((not start or data[start - 1] in _BEFORE) and _may_be_docstring(data, start))
            or only_holds(layer)
        )
        cached = [*itertools.islice(likely, _MOST_SPANS + 1)]
        if len(cached) > _MOST_SPANS:
            cached.clear()
        layer.__dict__["_likely_quiet"] = cached  # beside the other cached properties of a frozen dataclass
    return cached


def only_holds(layer: Layer) -> bool:
    """Whether this is a test that does nothing with its texts by itself: they are as quiet as docstrings."""
    if layer.scope is not Scope.TEST:
        return False
    cached: bool | None = layer.__dict__.get("_only_holds")
    if cached is None:
        told = len(layer.data) <= MAX_TOKENIZED and _ACT.search(QUOTED.sub(b"", layer.data)) is None
        # What is computed in formatted strings is code as well.
        cached = told and layer.tree is not None and ACTS.isdisjoint(_names(layer.tree))
        layer.__dict__["_only_holds"] = cached
    return cached


def _names(tree: ast.Module) -> Iterator[str]:
    for node in nodes(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.alias(name=name):
                yield from name.split(".")
            case ast.ImportFrom(module=str(name)):
                yield from name.split(".")
            case _:
                pass


def _reads_itself(layer: Layer) -> bool:
    """Whether a text's comments may run: it executes what it reads of itself, or its reader takes lines, not tokens."""
    if plain_name(layer.member.name).lower().endswith(".pth"):
        return True
    return any(word in layer.data for word in _OWN_TEXT) and _EXECUTES.search(layer.data) is not None


def are_literals_sure(layer: Layer) -> bool:
    """Whether QUOTED finds the strings and comments that Python finds, and nothing hangs on how the rest is spelled."""
    if layer.tree is None or _reads_itself(layer):
        return False
    return not _NESTS or _FORMATTED.search(layer.data) is None


def _is_near_quote(layer: Layer, start: int) -> bool:
    """Whether the line, or an open triple quote, leaves it possible that a comment or docstring is here."""
    data = layer.data
    triple: int | None = layer.__dict__.get("_triple")
    if triple is None:
        found = [at for quotes in (b'"""', b"'''") if (at := data.find(quotes)) != -1]
        triple = layer.__dict__["_triple"] = min(found, default=len(data))
    if triple <= start:
        return True
    line = data.rfind(b"\n", 0, start) + 1
    head = data[line : start + 1]
    if COMMENT in head or b"\r" in head or data[max(0, line - 3) : line].rstrip().endswith(b"\\"):
        return True
    lead = head.lstrip(_BLANK)
    return lead[:1] != b"" and (lead[0] in _OPENS or (b":" in head and _ONE_LINE.search(lead) is not None))


def _may_be_docstring(data: bytes, start: int) -> bool:
    """Whether a string that starts here has nothing before it, a colon, or a comment that may stand behind a colon."""
    before = data[max(0, start - _LOOKED_BACK) : start].rstrip(_PREFIX).rstrip(_BLANK)
    return not before or before.endswith(b":") or b"#" in before[before.rfind(b"\n") + 1 :]


def spans_of(layer: Layer) -> list[Span]:
    """All comments and docstrings of a layer as byte spans, in order; none where it does not tokenize."""
    cached: list[Span] | None = layer.__dict__.get("_place_spans")
    if cached is None:
        cached = _spans(layer)
        layer.__dict__["_place_spans"] = cached
    return cached


def _spans(layer: Layer) -> list[Span]:
    data = layer.data
    if len(data) > MAX_TOKENIZED or b"\0" in data or _reads_itself(layer):
        return []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return []
    if layer.tree is None:
        # A formatted string may hold a later Python's quotes, and a comment of this one stand within them.
        return [] if _FORMATTED.search(data) else _by_tokenizer(text)
    spans = _by_tree(layer, layer.tree)
    return _by_tokenizer(text) if spans is None else spans


def _by_tree(layer: Layer, tree: ast.Module) -> list[Span] | None:
    """In a text that Python takes for source, a comment begins at a ``#`` that is in no string.

    None where it has formatted strings whose places are not what they should be.
    """
    data = layer.data
    mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    starts = [*itertools.accumulate(map(len, data[mark:].splitlines(keepends=True)), initial=mark)]
    quoted = likely_quiet(layer)
    if _NESTS and _FORMATTED.search(data):
        plain = _without_fields(data, tree, starts)
        if plain is None:
            return None
        quoted = [match.span() for match in QUOTED.finditer(plain)]
    spans = [(start, end, Place.COMMENT) for start, end in quoted if data[start] == COMMENT]
    if only_holds(layer):
        return sorted(spans + [(start, end, Place.DOCSTRING) for start, end in quoted if data[start] != COMMENT])
    for node in (tree, *statements(tree)):
        match node:
            case (
                ast.Module(body=[ast.Expr(value=ast.Constant(value=str()) as text), *_])
                | ast.ClassDef(body=[ast.Expr(value=ast.Constant(value=str()) as text), *_])
                | ast.FunctionDef(body=[ast.Expr(value=ast.Constant(value=str()) as text), *_])
                | ast.AsyncFunctionDef(body=[ast.Expr(value=ast.Constant(value=str()) as text), *_])
            ):
                spans.append((*_span_of(text, starts), Place.DOCSTRING))
            case _:
                pass
    spans.sort()
    return spans


def _without_fields(data: bytes, tree: ast.Module, starts: list[int]) -> bytes | None:
    """The text with blanks for what is computed in formatted strings; a comment there counts as code."""
    blank = bytearray(data)
    for node in nodes(tree):
        if isinstance(node, ast.expr) and type(node) in _FIELDS:
            first, last = _span_of(node, starts)
            if data[first : first + 1] != b"{" or data[last - 1 : last] != b"}":
                return None
            blank[first:last] = b" " * (last - first)
    return bytes(blank)


def _span_of(node: ast.expr, starts: list[int]) -> tuple[int, int]:
    first = starts[node.lineno - 1] + node.col_offset
    return first, starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)


def _by_tokenizer(text: str) -> list[Span]:
    """In a text that Python does not parse, but still tokenizes: of another version, or cut off."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # from Python 3.12 on, the tokenizer has an opinion on escapes
            spans = _tokenized(text.removeprefix("\ufeff"))
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError, IndexError):
        return []
    offset = 3 if text.startswith("\ufeff") else 0
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
    for count, token in enumerate(tokenize.generate_tokens(io.StringIO(text, newline="").readline), start=1):
        kind = token.type
        if count > _MOST_TOKENS:
            raise ValueError("too long to tell")
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


MOST_LINES: Final = 5_000  # milliseconds; no function of a person's is so long
MOST_INDENT: Final = 1_000  # bytes; Python itself takes a hundred levels
_INDENT: Final = re.compile(rb"[ \t]*")
_HEADER: Final = re.compile(rb"(?:async[ \t]+)?(def|class|if|elif|else|try|except|finally|for|while|with|match|case)\b")


_MARKS: Final = re.compile(rb"[()\[\]{}:]")
_LONGEST_HEADER: Final = 64 * 1024


def runs_on_import(layer: Layer, offset: int) -> bool:
    """Whether the line at ``offset`` runs when the module does: at the top level, in a class body, or in a block there.

    By indentation alone: walks up to the headers that the line is nested in, and says False at a ``def``. True where
    none of MOST_LINES lines above it tells.
    """
    data = layer.data
    start = data.rfind(b"\n", 0, offset) + 1
    indent = _indent(data, start)
    for _ in range(MOST_LINES):
        if indent <= 0:
            break
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
                # What stands in the header itself, as a default does, runs when the function is defined.
                if header.group(1) == b"def" and not _is_open(data[start : min(offset, start + _LONGEST_HEADER)]):
                    return False
                indent = here
            elif not line.startswith((b")", b"]", b"}")):
                indent = here
    return True


def _is_open(head: bytes) -> bool:
    """Whether a text that begins with a header ends before the header's colon."""
    depth = 0
    for mark in _MARKS.findall(QUOTED.sub(b"", head)):
        if mark == b":" and depth <= 0:
            return False
        depth += (mark in b"([{") - (mark in b")]}")
    return True


def _indent(data: bytes, start: int) -> int:
    blanks = _INDENT.match(data, start, start + MOST_INDENT)
    return len(blanks[0].expandtabs()) if blanks else 0
