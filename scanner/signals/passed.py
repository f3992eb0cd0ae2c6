"""Values that one module of a package hands to another: an answer to what runs it, a secret to what sends it."""

import ast
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from scanner.decode.imported import way_of
from scanner.member import Layer, plain_name
from scanner.report import QUIET_SCOPES, Finding, Scope
from scanner.signals import answers
from scanner.signals.acts import LARGEST, MOST_SEEN
from scanner.signals.check import Check, Package, SignalKind, finding, line_of_text
from scanner.signals.credentials import Credentials
from scanner.signals.flows import RUN, may_come, may_run
from scanner.signals.follow import NONE, WHOLE, Body, Flow
from scanner.signals.hushed import Hushed
from scanner.signals.linked import Modules, Source, links_of, targets_of
from scanner.signals.module import Module, given_to
from scanner.signals.remote import Remote, Sink
from scanner.signals.silent import sent_on
from scanner.signals.theft import SILENT, UNHEARD, holds_secrets, may_send_unheard

__all__ = ["PassedCheck"]

MOST_LOOKED = 100_000  # bytes of one distribution in which imports are looked for
MOST_PARSED = 40_000  # and of which trees are made
ANY = "*"  # of the functions of a module, whichever somebody else chooses

_Links = dict[str, tuple[str, str]]


class _Taker(NamedTuple):
    source: Source
    scope: Scope


class PassedCheck(Check):
    """Remembers the modules that may hand something over and those that may take it, until all are known."""

    kinds = ()  # those of what one module does alone

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.seen = self.looked = 0
        self.running: dict[str, _Taker] = {}  # by the way to them, without suffix
        self.sending: dict[str, _Taker] = {}
        self.remote: dict[str, Source] = {}
        self.secret: dict[str, Source] = {}
        self.modules = Modules(MOST_PARSED)

    def see_layer(self, layer: Layer) -> None:
        name = layer.member.name
        if layer.path or not layer.is_code or layer.scope in QUIET_SCOPES or "!/" in name or not name.endswith(".py"):
            return
        self.seen += len(layer.data)
        if self.seen > MOST_SEEN or len(layer.data) > LARGEST:
            return
        way, source = way_of(plain_name(name)), Source(name, layer.data)
        if may_run(layer):
            self.running[way] = _Taker(source, layer.scope)
        if may_send_unheard(layer):
            self.sending[way] = _Taker(source, layer.scope)
        if b"import" not in layer.data:
            return
        if may_come(layer) and answers.WORDS.found(layer.data):
            self.remote[way] = source
        if holds_secrets(layer):
            self.secret[way] = source

    def findings(self) -> Iterator[Finding]:
        for module, links in self._linked(self.remote, self.running):
            for taker, names in self._handed(module, links, self.running, Remote):
                yield from self._told(RUN, taker, self._runs(taker, names.keys()))
        for module, links in self._linked(self.secret, self.sending):
            for of, kind in ((_of_keys, SILENT), (Credentials, UNHEARD)):
                for taker, names in self._handed(module, links, self.sending, of):
                    yield from self._told(kind, taker, self._sends(taker, names))

    def _told(self, kind: SignalKind, taker: _Taker, line: int | None) -> Iterator[Finding]:
        if line:
            name, data = taker.source
            yield finding(kind, member=name, evidence=line_of_text(data, line), line=line, scope=taker.scope)

    def _linked(self, givers: dict[str, Source], takers: dict[str, _Taker]) -> Iterator[tuple[Module, _Links]]:
        """The givers that import something of the takers, with what."""
        sources = {way: taker.source for way, taker in takers.items()}
        for way, source in givers.items() if takers else ():
            self.looked += len(source.data)
            if self.looked > MOST_LOOKED:
                return
            links = links_of(way, source, sources)
            module = self._module(way, source) if links else None
            if module is not None:
                yield module, links

    def _handed(
        self, module: Module, links: _Links, takers: dict[str, _Taker], of: Callable[[Module], Flow]
    ) -> Iterator[tuple[_Taker, dict[str, bool]]]:
        """The takers to whose functions a module hands something, with the names of these, and if it takes answers."""
        found: dict[str, dict[str, bool]] = {}
        try:
            flow = of(module)
            flow.walk()
            handed = [(call, *to) for call, body in flow.calls for to in _targets(call, links, body, flow)]
            unheard = Hushed(flow.bodies.values()).unheard if handed else ()
        except (RecursionError, MemoryError):
            return
        for call, target, named in handed:
            names, name = found.setdefault(target, {}), named.rpartition(".")[2]
            names[name] = names.get(name, False) or call not in unheard
        for target, names in found.items():
            if ANY in names:
                taken = self._module(target, takers[target].source)
                names = dict.fromkeys(taken.functions, True) if taken is not None else names
            yield takers[target], names

    def _runs(self, taker: _Taker, names: Collection[str]) -> int | None:
        module = self._module(way_of(plain_name(taker.source.name)), taker.source)
        try:
            return Remote(module, names).ran().get(Sink.RUN) if module is not None else None
        except (RecursionError, MemoryError):
            return None

    def _sends(self, taker: _Taker, names: dict[str, bool]) -> int | None:
        module = self._module(way_of(plain_name(taker.source.name)), taker.source)
        dropped = {name for name, is_heard in names.items() if not is_heard}
        return sent_on(module, names, dropped) if module is not None else None

    def _module(self, way: str, source: Source) -> Module | None:
        return self.modules.read(way, lambda: source.data)


def _of_keys(module: Module) -> Flow:
    return Credentials(module, only_keys=True)


def _targets(call: ast.Call, links: _Links, body: Body, flow: Flow) -> Iterator[tuple[str, str]]:
    """The functions of other modules that a call hands something to that is followed."""
    targets = [*targets_of(call, links, flow.module)]
    match call.func:
        case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id=alias), chosen, *_]) if alias in links:
            if flow.share(chosen, body) is not NONE:
                targets.append((links[alias][0], ANY))
        case _:
            pass
    if targets and any(flow.share(given, body) is WHOLE for given in given_to(call)):
        yield from targets
