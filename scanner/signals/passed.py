"""Values that one module of a package hands to another: an answer to what runs it, a secret to what sends it."""

import ast
from collections.abc import Callable, Collection, Container, Iterator
from contextlib import suppress
from functools import partial
from typing import ClassVar, NamedTuple

from scanner.member import Layer
from scanner.report import Finding, Scope
from scanner.signals.bodies import NONE, PART, WHOLE, Body
from scanner.signals.calls import Calls
from scanner.signals.check import Package, SignalKind, finding, line_of_text
from scanner.signals.ciphered import IS_RUN, Deciphered, by_cipher, may_mix
from scanner.signals.credentials import Credentials, Given, nobody
from scanner.signals.flows import RUN, may_come, may_run
from scanner.signals.follow import Flow
from scanner.signals.hushed import Hushed
from scanner.signals.linked import ModulesCheck, Source, targets_of
from scanner.signals.module import Function, Module, given_to
from scanner.signals.remote import Remote, Sink
from scanner.signals.replaced import Intercepted, Replaced
from scanner.signals.silent import Sent, heard_from, secrets_sent, sent_on, sent_on_unheard, stores_sent_on
from scanner.signals.theft import (
    KINDS,
    deeds,
    has_address,
    holds_secrets,
    is_short,
    keeps_stores,
    may_hush,
    may_replace,
    may_send_unheard,
    may_talk,
)

__all__ = ["PassedCheck"]

MOST_LOOKED = 100_000  # bytes of one distribution in which imports are looked for, for each thing that is passed
MOST_PARSED = 40_000  # and of which trees are made
MOST_BETWEEN = 16_000  # bytes of a module that merely takes from one and hands to another
ANY = "*"  # of the functions of a module, whichever somebody else chooses

_Links = dict[str, tuple[str, str]]
KEYS = partial(Credentials, only_keys=True)
TOKENS = partial(Credentials, tokens=True)  # with what a service's user sends to it all day, which no stranger needs
STORES = partial(Credentials, only_stores=True)


class _Taker(NamedTuple):
    source: Source
    scope: Scope


class _Call(NamedTuple):
    """Whether somebody takes what a function gives, hears when it fails, and says more than its name, at any call."""

    is_heard: bool = False
    is_loud: bool = False
    is_told: bool = False


ANYHOW = _Call(is_heard=True, is_loud=True, is_told=True)  # by whoever it is, which nobody knows


class PassedCheck(ModulesCheck):
    """Remembers the modules that may hand something over and those that may take it, until all are known."""

    kinds = ()  # those of what one module does alone
    PARSED: ClassVar = MOST_PARSED

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.running: dict[str, _Taker] = {}  # by the way to them, without suffix
        self.sending: dict[str, _Taker] = {}
        self.posting: dict[str, _Taker] = {}  # that may be heard
        self.asking: set[str] = set()  # those of them that another module may tell whom to send to
        self.hushing: set[str] = set()  # those of whom nobody may hear a failure
        self.remote: dict[str, Source] = {}
        self.mixing: dict[str, Source] = {}  # that may decipher by hand
        self.talking: dict[str, _Taker] = {}
        self.secret: dict[str, Source] = {}
        self.storing: set[str] = set()  # those of them that may have what a machine keeps
        self.replacing: dict[str, Source] = {}  # that may put their functions in the place of others'
        self.between: dict[str, Source] = {}  # that may have part in either, without a word of it
        self.givers: dict[Callable[[Module], Flow], dict[str, Source]] = {
            Remote: self.remote,
            Deciphered: self.mixing,
            KEYS: self.secret,
            Credentials: self.secret,
            STORES: self.secret,
        }
        self.giving: dict[tuple[str, Callable[[Module], Flow]], frozenset[str]] = {}

    def see_module(self, source: Source, layer: Layer) -> None:
        way = source.way
        if may_run(layer):
            self.running[way] = _Taker(source, layer.scope)
        imports = b"import" in layer.data
        if not (knows_whom := has_address(layer)) and imports:
            self.asking.add(way)
        if knows_whom or imports:
            if may_send_unheard(layer):
                self.sending[way] = _Taker(source, layer.scope)
            if may_talk(layer) and (is_short(layer) or deeds(layer)):
                self.posting[way] = _Taker(source, layer.scope)
        if may_hush(layer):
            self.hushing.add(way)
        if imports and may_come(layer):
            self.remote[way] = source
        if may_mix(layer):
            self.mixing[way] = source
        if imports and may_talk(layer):
            self.talking[way] = _Taker(source, layer.scope)
        if imports and may_replace(layer):
            self.replacing[way] = source
        if holds_secrets(layer):
            self.secret[way] = source
            if keeps_stores(layer):
                self.storing.add(way)
        elif imports and len(layer.data) < MOST_BETWEEN:
            self.between[way] = source

    def findings(self) -> Iterator[Finding]:
        yield from self._run(Remote, RUN)
        yield from self._run(Deciphered, IS_RUN)
        if self.talking and self.mixing:
            yield from self._hidden()
        if not (self.secret or self.replacing):
            return
        for takers in (self.sending, self.posting):
            for way in self.asking & takers.keys():
                if not self.texts_told(takers[way].source):
                    del takers[way]
        if self.sending:
            yield from self._intercepted()
            yield from self._theft()
        if self.posting and self.storing:
            yield from self._stores()

    def _run(self, of: type[Remote], kind: SignalKind) -> Iterator[Finding]:
        """What one module has from elsewhere, or deciphered, and another runs."""
        for module, links in self._linked(self.givers[of], self.running):
            for taker, names in self._handed(module, links, self.running, of):
                yield from self._told(kind, taker, self._runs(taker, names.keys()))
        if self.givers[of] and self.running:
            yield from self._by_way(of, kind)

    def _by_way(self, of: type[Remote], kind: SignalKind) -> Iterator[Finding]:
        """The same where a module gets it of another and runs it, or hands it to a third that does."""
        sources = _sources(self.running)
        own = self.givers[of]
        givers = self.secret | self.between | own | sources
        for way, source, links in self._linking(givers, own | sources):
            given = self._given(_to(own, links), of)
            to = _to(self.running, links)
            module = self.read(source) if given is not nobody and (to or way in self.running) else None
            if module is None:
                continue
            gets = partial(of, given=given)
            if way in self.running:
                with suppress(RecursionError, MemoryError):
                    yield from self._told(kind, self.running[way], gets(module).ran().get(Sink.RUN))
            for taker, names in self._handed(module, to, self.running, gets) if to else ():
                yield from self._told(kind, taker, self._runs(taker, names.keys()))

    def _hidden(self) -> Iterator[Finding]:
        """Addresses and what is sent, by way of a cipher of another module."""
        for way, source, links in self._linking(_sources(self.talking), self.mixing):
            given = self._given(links, Deciphered)
            module = self.read(source) if given is not nobody else None
            if module is not None:
                with suppress(RecursionError, MemoryError):
                    for kind, line in by_cipher(module, given):
                        yield from self._told(kind, self.talking[way], line)

    def _theft(self) -> Iterator[Finding]:
        """Secrets that a module has, or gets of another, and sends unheard, or hands to another that does.

        Whether anybody hears a failure may hang on a third, who calls for it.
        """
        partners = _sources(self.sending) | self.secret
        for way, source, links in self._linking(self.secret | self.between, partners):
            to = _to(self.sending, links)
            own = _to(self.secret, to)
            others = self._given(_to(self.secret, links), Credentials)
            given = self._given(_to(self.secret, links), KEYS) if others is not nobody else nobody
            if others is nobody and not own and not (to and way in self.secret):
                continue
            module = self.read(source)
            if module is None:
                continue
            if way in self.sending and given is not nobody:
                yield from self._sends_own(way, secrets_sent(module, given))
            for target, names in _hushed(module, own).items() if own and way in self.hushing else ():
                taken = self.read(self.secret[target])
                if taken is not None:
                    yield from self._sends_own(target, secrets_sent(taken, hushed=names))
            for of, has, least in (  # what the next follows, this does too
                (TOKENS, others, Sent.TO_A_STRANGER),
                (Credentials, others, Sent.WITH_WORK),
                (KEYS, given, Sent.WITH_WORK),
            ):
                handed = [*self._handed(module, to, self.sending, partial(of, given=has))] if to else []
                if not handed:
                    break
                for taker, names in handed:
                    for whom, line in self._sends(taker, names, heard_from(module), are_keys=of is KEYS).items():
                        yield from self._told(KINDS[whom], taker, line if whom >= least else None)

    def _intercepted(self) -> Iterator[Finding]:
        """What others' functions are given whose place a module's own take, and another module sends."""
        kind = KINDS[Sent.OF_OTHERS_CALLS]
        for module, links in self._linked(self.replacing, self.sending):
            if not module.once(Replaced).scopes:
                continue
            for taker, names in self._handed(module, links, self.sending, Intercepted):
                yield from self._told_by(sent_on_unheard, kind, taker, names.keys())

    def _stores(self) -> Iterator[Finding]:
        """What a machine keeps and a module has, or gets of another, and sends, or hands to another that does."""
        kind = KINDS[Sent.OF_A_STORE]
        partners = _sources(self.posting)
        partners |= {way: self.secret[way] for way in self.storing}
        for way, source, links in self._linking(self.secret | self.between, partners):
            given = self._given(_to(self.storing, links), STORES)
            to = _to(self.posting, links) if given is not nobody or way in self.storing else {}
            is_own = given is not nobody and way in self.posting
            module = self.read(source) if to or is_own else None
            if module is None:
                continue
            if is_own:
                sent = secrets_sent(module, given, silently=False, stores=True)
                yield from self._told(kind, self.posting[way], sent.get(Sent.OF_A_STORE))
            for taker, names in self._handed(module, to, self.posting, partial(STORES, given=given)) if to else ():
                yield from self._told_by(stores_sent_on, kind, taker, names.keys())

    def _sends_own(self, way: str, sent: dict[Sent, int]) -> Iterator[Finding]:
        for whom, kind in KINDS.items():
            yield from self._told(kind, self.sending[way], sent.get(whom))

    def _given(self, links: _Links, of: Callable[[Module], Flow]) -> Given:
        """Tells which calls get of one of these what a flow follows."""
        if not links or not any(self._gives(way, of) for way, _ in links.values()):
            return nobody
        return lambda call, module: any(
            name.rpartition(".")[2] in self._gives(way, of) for way, name in targets_of(call, links, module)
        )

    def _gives(self, way: str, of: Callable[[Module], Flow]) -> frozenset[str]:
        """The functions of a module that give what a flow follows."""
        if (way, of) not in self.giving:
            self.giving[way, of] = frozenset()
            module = self.read(self.givers[of][way])
            if module is not None:
                with suppress(RecursionError, MemoryError):
                    flow = of(module)
                    flow.walk()
                    names = {getattr(body.top, "name", "") for body in flow.bodies.values() if body.returns is not NONE}
                    names |= flow.held() if isinstance(flow, Credentials) else set()
                    self.giving[way, of] = frozenset(names - {""})
        return self.giving[way, of]

    def _told(self, kind: SignalKind, taker: _Taker, line: int | None) -> Iterator[Finding]:
        if line:
            name, data = taker.source
            yield finding(kind, member=name, evidence=line_of_text(data, line), line=line, scope=taker.scope)

    def _told_by(
        self,
        sends: Callable[[Module, Collection[str]], int | None],
        kind: SignalKind,
        taker: _Taker,
        names: Collection[str],
    ) -> Iterator[Finding]:
        """What functions of these names do with what they are given, by the line that a walk of the module finds."""
        module = self.read(taker.source)
        yield from self._told(kind, taker, sends(module, names) if module is not None else None)

    def _linking(self, sources: dict[str, Source], partners: dict[str, Source]) -> Iterator[tuple[str, Source, _Links]]:
        """Modules with what they import of others, as far as bytes are left to look for that."""
        looked = 0
        for way, source in sources.items():
            looked += len(source.data)
            if looked > MOST_LOOKED:
                return
            yield way, source, self.links_of(way, source, partners)

    def _linked(self, givers: dict[str, Source], takers: dict[str, _Taker]) -> Iterator[tuple[Module, _Links]]:
        """The givers that import something of the takers, with what."""
        sources = _sources(takers)
        for _, source, links in self._linking(givers if takers else {}, sources):
            module = self.read(source) if links else None
            if module is not None:
                yield module, links

    def _handed(
        self, module: Module, links: _Links, takers: dict[str, _Taker], of: Callable[[Module], Flow]
    ) -> Iterator[tuple[_Taker, dict[str, "_Call"]]]:
        """The takers to whose functions a module hands something, with the names of these, and how it calls them."""
        found: dict[str, dict[str, _Call]] = {}
        try:
            flow = of(module)
            flow.walk()
            every = flow.calls.every
            handed = [(call, *to) for call, scope in every for to in _targets(call, links, flow.bodies[scope], flow)]
            decorated = [to for body in flow.bodies.values() for to in _decorators(links, body, flow)]
            hushed = module.once(Hushed)
        except (RecursionError, MemoryError):
            return
        for call, target, named in handed:
            names, name = found.setdefault(target, {}), named.rpartition(".")[2]
            before = names.get(name, _Call())
            names[name] = _Call(
                before.is_heard or call not in hushed.unheard,
                before.is_loud or call not in hushed.silent,
                before.is_told or not _is_of_new(call, module),
            )
        for target in {target for target, _ in decorated}:
            taken = self.read(takers[target].source)
            wrappers = _wrappers(taken) if taken is not None else ()
            found.setdefault(target, {}).update(dict.fromkeys(wrappers, ANYHOW))
        for target, names in found.items():
            if ANY in names:
                taken = self.read(takers[target].source)
                names = dict.fromkeys(taken.functions, ANYHOW) if taken is not None else names
            yield takers[target], names

    def _runs(self, taker: _Taker, names: Collection[str]) -> int | None:
        module = self.read(taker.source)
        try:
            return Remote(module, names).ran().get(Sink.RUN) if module is not None else None
        except (RecursionError, MemoryError):
            return None

    def _sends(
        self, taker: _Taker, names: dict[str, "_Call"], beside: Collection[str | None], *, are_keys: bool
    ) -> dict[Sent, int]:
        way = taker.source.way
        hushed = {name for name, call in names.items() if not call.is_loud}
        module = self.read(taker.source) if hushed or way in self.hushing else None
        if module is None:
            return {}
        dropped = {name for name, call in names.items() if not call.is_heard}
        by_default = not any(call.is_told for call in names.values())
        return sent_on(module, names, dropped, hushed, by_default=by_default, even_served=are_keys, beside=beside)


def _sources(takers: dict[str, _Taker]) -> dict[str, Source]:
    return {way: taker.source for way, taker in takers.items()}


def _to(ways: Container[str], links: _Links) -> _Links:
    """Those of the links that lead to one of these modules."""
    return {alias: target for alias, target in links.items() if target[0] in ways}


def _wrappers(module: Module) -> Iterator[str]:
    """The functions of a module that take whatever comes, as those do that decorators put before another."""
    for name, functions in module.functions.items():
        if any(function.args.vararg is not None for function in functions):
            yield name


def _hushed(module: Module, links: _Links) -> dict[str, set[str]]:
    """The functions of other modules whose failure a module swallows, by the way to these."""
    found: dict[str, set[str]] = {}
    with suppress(RecursionError, MemoryError):
        silent = module.once(Hushed).silent
        for call, _ in module.once(Calls).every:
            for target, name in targets_of(call, links, module) if call in silent else ():
                found.setdefault(target, set()).add(name.rpartition(".")[2])
    return found


def _decorators(links: _Links, body: Body, flow: Flow) -> Iterator[tuple[str, str]]:
    """The functions of other modules that see what a function is given which has something that is followed."""
    decorators = body.top.decorator_list if isinstance(body.top, Function) else ()
    for decorator in decorators:
        called = decorator if isinstance(decorator, ast.Call) else ast.Call(decorator, [], [])
        targets = [*targets_of(called, links, flow.module)]
        if targets and flow.most((ast.Name(name, ast.Load()) for name in body.arguments), body) is not NONE:
            yield from targets


def _is_of_new(call: ast.Call, module: Module) -> bool:
    """Whether a method is called of an object that was made with nothing said."""
    holder = call.func.value if isinstance(call.func, ast.Attribute) else None
    made = holder if isinstance(holder, ast.Call) else module.value_of(holder)
    return isinstance(made, ast.Call) and not made.args and not made.keywords


def _targets(call: ast.Call, links: _Links, body: Body, flow: Flow) -> Iterator[tuple[str, str]]:
    """The functions of other modules that a call hands something to that is followed."""
    targets = [*targets_of(call, links, flow.module)]
    match call.func:
        case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id=alias), chosen, *_]) if alias in links:
            if flow.share(chosen, body) is not NONE:
                targets.append((links[alias][0], ANY))
        case _:
            pass
    least = WHOLE if isinstance(flow, Remote) else PART  # a command that merely holds a part is the module's own
    if targets and any(flow.share(given, body) >= least for given in given_to(call)):
        yield from targets
