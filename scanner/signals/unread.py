"""Modules that run a text which is not written out in them, beside a long literal that nobody can read.

Folding gives what most ciphers hide. Whatever it cannot compute, the two must stand there together all the same.
"""

import ast
import operator
import re
from collections.abc import Iterable, Iterator, Sequence

from scanner import syntax
from scanner.member import Layer
from scanner.report import QUIET_SCOPES, Finding, Scope
from scanner.search import OF_CODE, Search
from scanner.signals.check import Check, Package, SignalKind, finding_at
from scanner.signals.glance import SEEN
from scanner.syntax import nodes

__all__ = ["HIDES", "UnreadCheck"]

UNREAD = SignalKind(
    name="runs-unread-literal",
    behaviour="obfuscation",
    description="Runs a text that is not written out, beside a long literal that nobody can read",
    points=4.5,
    group="import-runs",
)
# Bytes of a module, and of all that are parsed of one distribution: what hides is mostly literals, which cost little.
LARGEST, MOST_PARSED = 1 << 20, 1 << 20
MOST_LINES = 2_000  # of ordinary modules: what hides has few
LONG, MANY = 200, 128  # characters or bytes of a literal, numbers of a list: shorter ones hide little
MOST_READ = 64 * 1024  # characters of a literal
WORD = 30  # characters: words of prose and code are shorter on average, and so are those of tables
BYTECODE = frozenset({"pyc", "marshal"})  # the last step of what is listed from code objects
RUNNERS = frozenset({"exec", "eval"})
LISTED_RUNNER = re.compile(rb"^names: (?:.* )?(?:exec|eval)\b", re.MULTILINE)
LISTED_LITERAL = re.compile(rb"^b?['\"][^\n]{%d,}$" % LONG, re.MULTILINE)
# Characters that prose and tables of any script hardly have: controls but for tabs and line ends, the upper half of
# Latin-1, what is not seen, surrogates, private ones, variation selectors, emoji.
ODD = re.compile(
    "[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\xff\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufe00-\ufe0f"
    "\ufff0-\uffff\U0001f000-\U0001faff\U000e0000-\U0010ffff]"
)
WORDS = re.compile(r"[!-~\w]+")
SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
MIXED = 12  # kinds of signs: a picture made of them, or a line below a heading, has fewer
# Characters of two to six digits side by side, or nothing but blanks.
DARK = re.compile(rf"(?:[0-9a-fA-F]{{2,6}}[\s,;:|_-]{{1,3}}){{60}}|\s{{{LONG}}}\s*\Z")


# What both look like as bytes, far cheaper than a tree: a runner that is no method, or a code object; a word too long
# for prose, escapes, numbers or blanks side by side. The latter is looked for in few texts, and would slow down others.
RUNS = OF_CODE.add(
    {
        "runs": (
            rb"(?:^|[^.\w])(?:exec|eval)[ \t]*\(",
            rb"[=(,\[:{][ \t]*(?:exec|eval)\b",
            rb"builtins",
            rb"marshal\.loads",
            rb"FunctionType\(",
        )
    }
)
HIDES = Search(
    {
        "hides": (
            rb"[^\s'\"]{60}",
            rb"(?:\\x[0-9a-fA-F]{2}){8}",
            rb"(?:\d{1,7},\s{0,8}){48}",
            rb"(?:[0-9a-fA-F]{2,6}[ ,;:|_-]){40}",
            rb"[ \t]{100}",
        )
    }
)


class UnreadCheck(Check):
    kinds = (UNREAD,)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.parsed = self.lines = 0
        self.found: dict[str, Finding] = {}

    def see_layer(self, layer: Layer) -> None:
        if layer.scope in QUIET_SCOPES or len(layer.data) > LARGEST or layer.member.name in self.found:
            return
        line = None
        if not layer.is_code:
            line = _listed(layer.data) if not BYTECODE.isdisjoint(layer.path[-1:]) else None
        elif (
            "text that is run" in layer.words[SEEN]
            and self.parsed < MOST_PARSED
            and (self.lines <= MOST_LINES or layer.scope is not Scope.CODE)
            and layer.words[RUNS]
            and layer.found(HIDES)
        ):
            self.parsed += len(layer.data)
            self.lines += layer.data.count(b"\n")
            if layer.scope is not Scope.CODE or self.lines <= MOST_LINES:
                line = _unread(layer)
        if line is not None:
            self.found[layer.member.name] = finding_at(UNREAD, layer, line, layer.scope)

    def findings(self) -> Iterator[Finding]:
        yield from self.found.values()


def _unread(layer: Layer) -> int | None:
    """The line of a literal that nobody can read, in a module that runs a text which is no literal."""
    if layer.tree is None:
        return None
    dark: int | None = None
    runners = literal = 0
    plain = set[int]()  # literals that are documentation or a pattern, unless the module reads them as texts
    is_told, is_shown = b"__doc__" in layer.data, b".pattern" in layer.data
    for node in nodes(layer.tree):
        match node:
            case ast.Name(id=name):
                runners += name in RUNNERS and isinstance(node.ctx, ast.Load)
            case ast.Constant(value=value):
                if isinstance(value, (str, bytes)) and len(value) >= LONG and id(node) not in plain:
                    dark = dark or (node.lineno if _is_dark(value) else None)
            case ast.Attribute(value=ast.Name(id="builtins" | "__builtins__"), attr=name) if name in RUNNERS:
                runners += 1
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant() | ast.JoinedStr(), *_]) if name in RUNNERS:
                literal += 1
            case ast.Call(func=ast.Attribute(value=ast.Name(id="marshal"), attr="loads") | ast.Name(id="FunctionType")):
                runners += 1
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[value, *_]) if not is_shown:
                plain.add(id(value))
            case ast.Expr(value=ast.Constant() as value) if not is_told:
                plain.add(id(value))
            case ast.List(elts=items) | ast.Tuple(elts=items) if len(items) >= MANY and _are_characters(items):
                dark = dark or node.lineno
            case _:
                pass
    return dark if runners > literal else None


def _listed(listing: bytes) -> int | None:
    """The same for the listing of a code object, where all that is known of what runs is a name."""
    if LISTED_RUNNER.search(listing):
        for match in LISTED_LITERAL.finditer(listing):
            tree = syntax.expression_of(match[0])
            if tree is not None and isinstance(tree.body, ast.Constant) and _is_dark(tree.body.value):
                return listing.count(b"\n", 0, match.start()) + 1
    return None


def _is_dark(value: object) -> bool:
    if not isinstance(value, (str, bytes)) or len(value) < LONG:
        return False
    value = value[:MOST_READ]
    text = value if isinstance(value, str) else value.decode("latin-1")
    if sum(map(operator.lt, text, text[1:])) * 10 > 9 * len(text):
        return False  # a table of characters, one after the other
    lengths = [len(word) for word in WORDS.findall(text)]
    signs = SIGNS.findall(text)
    return (
        len(ODD.findall(text)) * 4 > len(text)
        or max(lengths, default=0) >= LONG
        or sum(lengths) > WORD * len(lengths) > 0
        or (len(signs) * 2 > len(text) and len(set(signs)) > MIXED)
        or DARK.match(text) is not None
    )


def _are_characters(items: Sequence[ast.expr]) -> bool:
    """Whether most of a list are whole numbers that may stand for characters, in no order of their own."""
    numbers = [number for number in _numbers(items) if 0 <= number <= 0x10FFFF]
    return len(numbers) * 10 > 9 * len(items) and numbers != sorted(numbers) and len(set(numbers)) > 8


def _numbers(items: Iterable[ast.expr]) -> Iterator[int]:
    for item in items:
        if isinstance(item, ast.Constant) and type(item.value) is int:
            yield item.value
