"""Of a large module the lines that run by importing it, and the functions that these call: what is worth a tree."""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from scanner import syntax
from scanner.member import Layer
from scanner.report import LOUD_SCOPES, Scope
from scanner.signals.glance import AT_EXIT, METACLASS, asked_for
from scanner.signals.reach import DEEPEST, HOOKS
from scanner.syntax import QUOTED

__all__ = ["BY_ITSELF", "Spent", "excerpt"]

# Lines without code, in runs, behind the end of a line; but not the line that a backslash joins to the one before it.
# It begins with a plain character, which re finds at memchr's speed.
NO_CODE = re.compile(rb"\n(?<!\\\n)(?P<lines>(?:[ \t]*+(?:#[^\n]*+)?+\n)++)")
DEFINED = re.compile(rb"\n(?P<before>[ \t]*+)(?:(?:async[ \t]++)?+def|(?P<kind>class))[ \t]++(?P<name>\w++)")
NESTS = re.compile(rb"(?P<opens>[(\[{])|(?P<closes>[)\]}])|(?P<colon>:)|" + QUOTED.pattern, re.DOTALL)
# Most characters are none of these, and most brackets close on their line with nothing between that counts.
JOINS = re.compile(
    rb"(?=[()\[\]{}#'\"])(?:[(\[{][^()\[\]{}#'\"\n]*+[)\]}]|(?P<opens>[(\[{])|(?P<closes>[)\]}])|"
    + QUOTED.pattern
    + rb")",
    re.DOTALL,
)
BELOW = re.compile(rb"[ \t]*+(?:#[^\n]*+)?+\n")
MADE = frozenset((b"__init__", b"__new__", b"__post_init__"))  # what calling a class calls
HOOKED = frozenset(name.encode() for name in HOOKS)

# What runs without being asked for, each with a budget of its own: nothing that merely lies there can spend that.
BY_ITSELF = LOUD_SCOPES | {Scope.IMPORT}

_Span = tuple[int, int]


class Spent:
    """Bytes that were looked at, by where they run; all that does not run by itself together."""

    def __init__(self) -> None:
        self._bytes: Counter[Scope] = Counter()

    def of(self, scope: Scope) -> int:
        return self._bytes[scope if scope in BY_ITSELF else Scope.CODE]

    def add(self, scope: Scope, size: int) -> int:
        """How many they are with these."""
        self._bytes[scope if scope in BY_ITSELF else Scope.CODE] += size
        return self.of(scope)


@dataclass(frozen=True, slots=True)
class _Body:
    """A function, or what stands below its head where that may do something: defaults and decorators run.

    It is called by its name, or by its class's where it makes that.
    """

    name: bytes
    named: _Span  # where its head has its name
    start: int
    end: int
    instead: bytes


def excerpt(layer: Layer, *, hooks: bool = False) -> Layer:
    """The layer without lines that hold no code, and without bodies of functions that importing the module never calls.

    ``lines`` says where in the member what is left stood. With ``hooks``, the functions that a build tool calls stay.
    """
    text = b"\n" + syntax.normalise(layer.data) + b"\n"
    idle = [(body.start, body.end, body.instead) for body in _idle(text, hooks=hooks)]
    starts = [start for start, _, _ in idle]
    blank: list[tuple[int, int, bytes]] = []
    for match in NO_CODE.finditer(text):
        start, end = match.span("lines")
        nearest = bisect(starts, start)
        if not nearest or start >= idle[nearest - 1][1]:  # what lies in such a body goes with it
            blank.append((start, end, b""))
    kept: list[bytes] = []
    lines: list[int] = []
    at, line = 1, 1
    for start, end, instead in (*sorted([*idle, *blank]), (len(text), len(text), b"")):
        code = text[at:start] + instead
        kept.append(code)
        following = line + text.count(b"\n", at, start)
        lines += [*range(line, following), following] if instead else range(line, following)
        line = following + text.count(b"\n", start, end)
        at = end
    return replace(layer, data=b"".join(kept), lines=layer.lines_of([*lines, line]))


def _idle(text: bytes, *, hooks: bool) -> list[_Body]:
    """The bodies of functions, but for those in other functions, that what runs does not call, by its words alone."""
    bodies = [*_bodies(text)]
    waiting: list[bytes] = []
    at = 0
    for body in bodies:
        waiting += (text[at : min(body.named[0], body.start)], text[body.named[1] : body.start])
        at = body.end
    waiting.append(text[at:])
    asked = {*AT_EXIT.findall(text), *METACLASS.findall(text), b"__init_subclass__", *(HOOKED if hooks else ())}
    for _ in range(DEEPEST + 1):
        asked |= asked_for(waiting)
        if b"start" in asked:  # which Python answers by calling this
            asked.add(b"run")
        waiting = [text[body.start : body.end] for body in bodies if body.name in asked]
        bodies = [body for body in bodies if body.name not in asked]
    return bodies


def _bodies(text: bytes) -> Iterator[_Body]:
    """The bodies of functions that stand in no other, in order."""
    joined = [*_joined(text)]
    at, before, owner = 0, 0, b""
    while found := DEFINED.search(text, at):
        at = found.end()
        if _is_within(joined, found.start()):
            continue
        if found["kind"]:
            owner = found["name"]
            continue
        end = _end(len(found["before"]))
        below = next((line for line in end.finditer(text, at) if not _is_within(joined, line.start())), None)
        stop = below.start() + 1 if below else len(text)
        head = _end_of_head(text, at, stop)
        at = stop - 1
        if head < stop:
            name = owner if found["name"] in MADE else found["name"]
            is_plain = b"@" not in text[before : found.start()] and text.count(b"(", found.end(), head) == 1
            start = found.start() + 1 if is_plain else head
            instead = found["before"] + (b"pass\n" if is_plain else b" pass\n")
            yield _Body(name, found.span("name"), start, stop, instead)
            before = stop


def _joined(text: bytes) -> Iterator[_Span]:
    """What goes on over the end of a line, in brackets or as a literal: no statement begins within."""
    depth = start = 0
    for found in JOINS.finditer(text):
        kind = found.lastgroup
        if kind == "opens":
            start = start if depth else found.start()
            depth += 1
            continue
        if kind == "closes" and depth:
            depth -= 1
        if not depth:
            start = start if kind == "closes" else found.start()
            if text.find(b"\n", start, found.end()) != -1:
                yield start, found.end()


def _end_of_head(text: bytes, at: int, stop: int) -> int:
    """Where the lines below a function's head begin; ``stop`` if none do."""
    depth = 0
    for found in NESTS.finditer(text, at, stop):
        kind = found.lastgroup
        depth += (kind == "opens") - (kind == "closes")
        if kind == "colon" and not depth:
            below = BELOW.match(text, found.end())
            return below.end() if below else stop
    return stop


@lru_cache(maxsize=64)
def _end(indented: int) -> re.Pattern[bytes]:
    """Of the end of a block below a line that is so far indented: where the next line stands that is no farther."""
    return re.compile(rb"\n(?=[ \t]{0,%d}[^ \t\n)\]}#])" % min(indented, 100))


def _is_within(spans: list[_Span], at: int) -> bool:
    nearest = bisect(spans, (at, at))
    return nearest > 0 and at < spans[nearest - 1][1]
