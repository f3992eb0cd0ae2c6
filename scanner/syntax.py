"""Python source and its syntax tree, by Python's own parser; every part of a scan that asks for a tree shares one."""

import ast
import re
import sys
import warnings
from collections.abc import Iterator
from typing import Final

__all__ = [
    "FAULTS",
    "FIELDS",
    "QUOTED",
    "as_written",
    "defaults_of",
    "expression_of",
    "is_too_dense",
    "nodes",
    "normalise",
    "parse",
    "statements",
    "text_of",
    "tree_of",
]

# The comments and strings of any text that Python takes for source; no other text is believed by this alone. What is
# never closed runs to the end, so that each byte is looked at once.
# Every alternative begins with a plain character, which re finds at several times the speed; so a prefix is left out.
QUOTED: Final = re.compile(
    rb"#[^\r\n]*"
    rb'|"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:""")?'
    rb"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:''')?"
    rb'|"[^"\\\n]*(?:\\(?:\r\n|.)[^"\\\n]*)*"?'
    rb"|'[^'\\\n]*(?:\\(?:\r\n|.)[^'\\\n]*)*'?",
    re.DOTALL,
)
# What separates the nodes of a tree, each of which takes up to 700 bytes; long literals cost nearly nothing.
SEPARATORS: Final = b",.:;=()[]{}+-*/%<>\n"
MAX_DENSE: Final = 400_000
# And of what no literals are taken out of, as somebody may write them so that only Python knows where they end.
MAX_SEPARATED: Final = 1_500_000
_NO_SEPARATORS: Final = bytes(set(range(256)) - set(SEPARATORS))
PARSE_RECURSION: Final = 4_000
FAULTS: Final = (SyntaxError, ValueError, RecursionError, MemoryError)


def normalise(text: bytes) -> bytes:
    """Line ends as the tokenizer sees them, no BOM, no NUL: lines and, but for the first one's, columns stay."""
    if text.startswith(b"\xef\xbb\xbf"):
        text = text[3:]
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return text.replace(b"\0", b" ").replace(b"\x0c", b" ")


def is_too_dense(text: bytes) -> bool:
    """Whether the tree of a text would be too big to hold."""
    if len(text) <= MAX_DENSE or (separated := len(text.translate(None, _NO_SEPARATORS))) <= MAX_DENSE:
        return False
    return separated > MAX_SEPARATED or len(QUOTED.sub(b"", text).translate(None, _NO_SEPARATORS)) > MAX_DENSE


def parse(text: bytes) -> ast.Module:
    """The tree of a normalised text; its columns are bytes of that text.

    Raises FAULTS where this Python takes it for no source.
    """
    tree = _parsed(text, "exec")
    assert isinstance(tree, ast.Module)
    return tree


def _parsed(text: bytes, mode: str) -> ast.AST:
    if is_too_dense(text):
        raise MemoryError
    limit = sys.getrecursionlimit()
    try:
        # Sums of thousands of terms nest as deep in the tree; the parser itself scales this limit.
        sys.setrecursionlimit(max(limit, PARSE_RECURSION))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Columns count bytes of UTF-8 whatever the cookie says: what is read here has been transcoded.
            return ast.parse(text.decode("utf-8", "surrogateescape").encode("utf-8", "replace"), mode=mode)
    except OverflowError as error:
        raise ValueError(str(error)) from None
    finally:
        sys.setrecursionlimit(limit)


def tree_of(text: bytes) -> ast.Module | None:
    """The tree of a normalised text; None where this Python takes it for no source."""
    try:
        return parse(text)
    except FAULTS:
        return None


def expression_of(text: bytes) -> ast.Expression | None:
    """The tree of a text that is one expression; None where it is none."""
    try:
        tree = _parsed(text, "eval")
    except FAULTS:
        return None
    assert isinstance(tree, ast.Expression)
    return tree


_NO_NODES: Final = (
    "ctx op ops names name asname id attr arg module level kind type_comment type_ignores conversion simple is_async "
    "rest kwd_attrs str"
)
_SKIPPED: Final = frozenset(_NO_NODES.split())


class _Fields(dict[type, tuple[str, ...]]):
    """The fields in which a kind of node holds others, but for those that say nothing which their holder does not.

    So contexts, operators, comments on types and what imports name are left out: half of all nodes.
    """

    def __missing__(self, kind: type) -> tuple[str, ...]:
        is_leaf = kind in (ast.Constant, ast.MatchSingleton) or not issubclass(kind, ast.AST)
        found = () if is_leaf else tuple([name for name in kind._fields if name not in _SKIPPED])
        self[kind] = found
        return found


FIELDS: Final = _Fields()


def argument_names(spec: ast.arguments) -> Iterator[str]:
    """The names of a function's arguments, positional ones first."""
    for arg in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs, spec.vararg, spec.kwarg):
        if arg is not None:
            yield arg.arg


def defaults_of(spec: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    """The names of a function's arguments that have defaults, with these."""
    named = [*spec.posonlyargs, *spec.args]
    given = [None] * (len(named) - len(spec.defaults)) + spec.defaults + spec.kw_defaults
    for arg, default in zip([*named, *spec.kwonlyargs], given, strict=True):
        if default is not None:
            yield arg.arg, default


def text_of(node: ast.expr | None) -> str:
    """The text that is written out, of bytes each as a character; empty for anything else, as Python writes out no
    number of some thousand digits.
    """
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Constant(value=bytes(data)):
            return data.decode("latin-1")
        case _:
            return ""


def as_written(node: ast.expr) -> str:
    """How an expression is written; empty where it holds a number that Python does not write out."""
    try:
        return ast.unparse(node)
    except ValueError:
        return ""


def nodes(top: ast.AST) -> Iterator[ast.AST]:
    """Every node from ``top`` on, breadth first, but for those that FIELDS leaves out."""
    waiting: list[ast.AST | None] = [top]
    for node in waiting:  # which grows while it is read
        if node is None:  # the key of ``**`` in a dict
            continue
        yield node
        for name in FIELDS[type(node)]:
            part = getattr(node, name)
            if type(part) is list:
                waiting += part
            else:
                waiting.append(part)


def statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """Every statement, the outer ones first: a tenth of the nodes."""
    waiting = [*tree.body]
    for node in waiting:  # which grows while it is read
        yield node
        for block in blocks(node):
            waiting += block


def blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks that a statement holds, in their order."""
    for name in _BLOCKS[type(statement)]:
        part = getattr(statement, name)
        if name in _HOLDING:
            yield from (holder.body for holder in part)
        elif part:
            yield part


_HOLDING: Final = frozenset({"handlers", "cases"})  # not statements themselves
_BLOCKS: Final = {
    kind: tuple([name for name in ("body", "orelse", "finalbody", "handlers", "cases") if name in kind._fields])
    for kind in ast.stmt.__subclasses__()
}
