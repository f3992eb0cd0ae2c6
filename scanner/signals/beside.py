"""What is its user's alone in one module of a package, and in another an address of its own that nobody hears of.

How the one comes to the other is not followed: by objects, queues and frameworks there are too many ways. Hardly an
honest package has both.
"""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import ClassVar, Final

from scanner.member import Layer
from scanner.report import Finding, Scope
from scanner.search import OF_CODE
from scanner.signals.addresses import site_of
from scanner.signals.bodies import NONE
from scanner.signals.check import Package, SignalKind, finding, line_of_text
from scanner.signals.credentials import Credentials
from scanner.signals.hushed import Hushed
from scanner.signals.linked import ModulesCheck, Source
from scanner.signals.module import Module, given_to, verb_of
from scanner.signals.silent import sent_unheard
from scanner.signals.theft import has_address, keeps_stores, may_hush, may_send
from scanner.syntax import FIELDS, nodes, statements

__all__ = ["BesideCheck"]

BESIDE = SignalKind(
    name="store-beside-own-channel",
    behaviour="theft",
    description="Reads what a machine keeps for its user alone, and elsewhere sends to an address of its own, unheard",
    points=4.8,
    group="credentials-copied-elsewhere",
)
# Of brokers, databases and the like, whose addresses whoever uses them has.
PROTOCOLS: Final = (
    "amqp|redis|mqtt|kafka|nats|postgres(?:ql)?|mongodb(?:[+]srv)?|mysql|ftp|sftp|smtp|irc|grpc|syslog|tcp|udp"
)
WORDS: Final = OF_CODE.add(
    {
        "brought": (
            rb"['\"](?:%b)s?://(?:[^\s'\"@/]{1,60}@)?\w[\w-]*\.\w" % PROTOCOLS.encode(),
            rb"[a-z]:\d{2,5}['\"]",
            rb"['\"]https?://[\da-f]{8,40}@",
        )
    }
)
BROUGHT: Final = re.compile(
    rf"(?:{PROTOCOLS})s?://(?:[^/?#@]*@)?([\w-]+\.[\w.-]+).*"
    r"|((?:[\w-]+\.){2,}[a-z]{2,10}):\d{2,5}|https?://[\da-f]{8,40}@([\w.-]+).*",
    re.DOTALL,
)
MOST_PARSED = 60_000  # bytes of one distribution of which trees are made
LONGEST = 20_000  # bytes of a module: of a large one too much is told that comes together by chance
MOST_KEPT = 40  # modules of either kind


class BesideCheck(ModulesCheck):
    """Remembers the modules that may do either, until all are known."""

    kinds = (BESIDE,)
    LONGEST: ClassVar = LONGEST
    PARSED: ClassVar = MOST_PARSED

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.bringing: dict[str, tuple[Source, Scope]] = {}  # by the way to them, without suffix
        self.sending: dict[str, tuple[Source, Scope]] = {}
        self.waiting: dict[str, tuple[Source, Scope]] = {}  # that send, if another module says where to
        self.hushing: dict[str, Source] = {}
        self.storing: dict[str, Source] = {}

    def see_module(self, source: Source, layer: Layer) -> None:
        way = source.way
        if "brought" in layer.words[WORDS] and len(self.bringing) < MOST_KEPT:
            self.bringing[way] = source, layer.scope
        if may_hush(layer) and len(self.hushing) < MOST_KEPT:
            self.hushing[way] = source
        if may_send(layer) and len(self.sending) + len(self.waiting) < MOST_KEPT:
            (self.sending if has_address(layer) else self.waiting)[way] = source, layer.scope
        if keeps_stores(layer) and len(self.storing) < MOST_KEPT:
            self.storing[way] = source

    def findings(self) -> Iterator[Finding]:
        if not self.storing or not (self.bringing or self.sending or (self.waiting and self.telling)):
            return
        kept = next(filter(None, (self._kept(source) for source in self.storing.values())), None)
        found = next(self._channels(), None) if kept is not None else None
        if found is not None:
            source, scope, line = found
            text = line_of_text(source.data, line)
            yield finding(BESIDE, member=source.name, evidence=f"{text} <- {kept}", line=line, scope=scope)

    def _channels(self) -> Iterator[tuple[Source, Scope, int]]:
        """Where modules bring an address of their own, or send to one unheard, with the line (1-based)."""
        for source, scope in self.bringing.values():
            module = self.read(source)
            line = _brought(module) if module is not None else None
            if line is not None:
                yield source, scope, line
        for way, (source, scope) in (self.sending | self.waiting).items():
            module = self.read(source) if way in self.sending or self.texts_told(source) else None
            if module is None:
                continue
            for line, name in sent_unheard(module).items():
                if not name or self._is_hushed(way, name):
                    yield source, scope, line

    def _is_hushed(self, way: str, name: str) -> bool:
        """Whether another module swallows the failure of a function, by its name."""
        for at, source in self.hushing.items():
            if at != way and name.encode() in source.data and self.links_of(at, source, (way,)):
                module = self.read(source)
                silent = module.once(Hushed).silent if module is not None else ()
                if any(verb_of(call) == name for call in silent):
                    return True
        return False

    def _kept(self, source: Source) -> str | None:
        """The file, with the function, that hands on what a machine keeps; None where it does not."""
        module = self.read(source)
        file = source.name.rpartition("/")[2]  # the same in every version, so that a dismissal speaks for the next one
        if module is None:
            return None
        with suppress(RecursionError, MemoryError):
            stores = Credentials(module, only_stores=True)
            stores.walk()
            for body in stores.bodies.values():
                if body.returns is not NONE:
                    return f"{file}: {getattr(body.top, 'name', '')}"
            if any(stores.kept.values()):
                return file
            for call, scope in stores.calls.every:
                body = stores.bodies[scope]
                if module.verb_of(call)[:1].isupper() and any(stores.share(part, body) for part in given_to(call)):
                    return file
        return None


def _brought(module: Module) -> int | None:
    """The first line (1-based) where a module writes out the address of a broker or the like that is somebody's."""
    for statement in statements(module.tree):
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # a docstring
        for node in _own(statement):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                told = BROUGHT.fullmatch(node.value)
                if told and site_of(next(filter(None, told.groups())).lower()) is not None:
                    return node.lineno
    return None


def _own(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement's own expressions."""
    for name in FIELDS[type(statement)]:
        part = getattr(statement, name)
        for item in part if isinstance(part, list) else (part,):
            if isinstance(item, (ast.expr, ast.arguments, ast.withitem)):
                yield from nodes(item)
